-- How many lines since :since ought not to be there: at logins that are banned, deleted or do not want them, by a character that
-- is not published, or a second one in the same conversation.
SELECT count(*)
  FROM public.messages m JOIN public.conversations v ON v.id = m.conversation_id JOIN auth.users u ON u.id = v.owner_id
  JOIN public.profiles p ON p.id = u.id JOIN public.characters c ON c.id = m.character_id
 WHERE m.created_at >= :'since' AND m.sender = 'character'
   AND (u.banned_until > now() OR u.deleted_at IS NOT NULL OR NOT p.may_write_first OR NOT c.published
        OR EXISTS (SELECT FROM public.messages o WHERE o.conversation_id = v.id AND o.sender = 'character' AND o.id <> m.id
                      AND o.created_at >= :'since'));
