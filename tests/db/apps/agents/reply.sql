-- :user writes :text to :companion, below the newest line.
INSERT INTO public.messages (id, user_id, session_id, topic_id, parent_id, role, content)
SELECT 'msg_' || left(md5(:'user' || clock_timestamp()), 12), m.user_id, m.session_id, m.topic_id, m.id, 'user', :'text'
  FROM public.messages m JOIN public.sessions s ON s.user_id = m.user_id AND s.id = m.session_id AND s.kind = 'agent'
  JOIN public.session_agents l ON l.user_id = s.user_id AND l.session_id = s.id
 WHERE m.user_id = :'user' AND l.agent_id = :'companion'
 ORDER BY m.created_at DESC LIMIT 1;
