-- How many lines since :since a conversation shows in the order of their numbers and times, by a character of its cast.
SELECT count(*)
  FROM public.messages m JOIN public.conversations v ON v.id = m.conversation_id
  JOIN public.cast_members k ON k.conversation_id = v.id AND k.character_id = m.character_id
 WHERE m.created_at >= :'since' AND m.sender = 'character' AND v.updated_at >= m.created_at
   AND NOT EXISTS (SELECT FROM public.messages o WHERE o.conversation_id = v.id AND o.line < m.line AND o.created_at > m.created_at);
