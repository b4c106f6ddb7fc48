-- :user writes :text to :companion and whoever else is in the cast.
INSERT INTO public.messages (conversation_id, line, sender, body, client_nonce)
SELECT v.id, (SELECT max(m.line) + 1 FROM public.messages m WHERE m.conversation_id = v.id), 'human', :'text', gen_random_uuid()
  FROM public.conversations v
 WHERE v.owner_id = :'user'
   AND EXISTS (SELECT FROM public.cast_members k WHERE k.conversation_id = v.id AND k.character_id = :'companion')
 ORDER BY v.updated_at DESC LIMIT 1;
