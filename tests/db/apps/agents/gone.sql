-- :user removes the agent from the sessions.
DELETE FROM public.session_agents WHERE user_id = :'user' AND agent_id = :'companion';
