-- :user writes :text to :companion, in a session that is open or a new one, having read what is there.
UPDATE public.messages SET read_at = now()
 WHERE user_id = :'user' AND companion_id = :'companion' AND role = 'ai' AND read_at IS NULL;
INSERT INTO public.sessions (user_id, companion_id)
SELECT :'user', :'companion'
 WHERE NOT EXISTS (SELECT FROM public.sessions s WHERE s.user_id = :'user' AND s.companion_id = :'companion' AND s.kind = 'chat'
                      AND s.ended_at IS NULL);
INSERT INTO public.messages (session_id, user_id, companion_id, role, text)
SELECT s.id, s.user_id, s.companion_id, 'user', :'text'
  FROM public.sessions s
 WHERE s.user_id = :'user' AND s.companion_id = :'companion' AND s.kind = 'chat' AND s.ended_at IS NULL
 ORDER BY s.started_at DESC LIMIT 1;
