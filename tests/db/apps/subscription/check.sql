-- How many lines of companions since :since a page shows: those of chats, not deleted, and none from after a session's end.
SELECT count(*)
  FROM public.messages m JOIN public.sessions s ON s.id = m.session_id
 WHERE m.created_at >= :'since' AND m.role = 'ai' AND m.deleted_at IS NULL AND m.letters = char_length(m.text)
   AND (s.user_id, s.companion_id, s.kind) = (m.user_id, m.companion_id, 'chat') AND m.created_at >= s.started_at
   AND (s.ended_at IS NULL OR m.created_at <= s.ended_at);
