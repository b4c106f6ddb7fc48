-- How many lines of agents since :since a page shows: those in the topic of a session's newest line, or beside all topics.
SELECT count(*)
  FROM public.messages m JOIN public.sessions s ON s.user_id = m.user_id AND s.id = m.session_id AND s.kind = 'agent'
 CROSS JOIN LATERAL (SELECT x.topic_id FROM public.messages x WHERE x.user_id = m.user_id AND x.session_id = m.session_id
                      ORDER BY x.created_at DESC LIMIT 1) newest
 WHERE m.created_at >= :'since' AND m.role = 'assistant' AND s.updated_at >= m.created_at AND m.id ~ '^msg_[0-9A-Za-z]{12}$'
   AND m.topic_id IS NOT DISTINCT FROM newest.topic_id;
