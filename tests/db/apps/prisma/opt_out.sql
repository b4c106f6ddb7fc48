-- :user does not want it: the app keeps no such choice, and tells the tool.
SELECT proactive.opt_out(:'user');
