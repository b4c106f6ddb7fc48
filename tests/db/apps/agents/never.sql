-- How many lines of agents since :since ought not to be there: in groups, in sessions with agents that nobody talks to, or with
-- people who want quiet.
SELECT count(*)
  FROM public.messages m JOIN public.users u ON u.id = m.user_id
  JOIN public.sessions s ON s.user_id = m.user_id AND s.id = m.session_id
  JOIN public.session_agents l ON l.user_id = s.user_id AND l.session_id = s.id
  JOIN public.agents a ON a.user_id = l.user_id AND a.id = l.agent_id
 WHERE m.created_at >= :'since' AND m.role = 'assistant' AND (s.kind = 'group' OR a.virtual OR u.preference @> '{"quietAgents": true}');
