-- :user does not want it.
UPDATE public.users SET preference = preference || '{"quietAgents": true}' WHERE id = :'user';
