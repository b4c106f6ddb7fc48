-- How many lines of companions since :since ought not to be there: at people who are under age, held, gone or do not want them, or
-- by a companion that is retired.
SELECT count(*)
  FROM public.messages m JOIN public.users u ON u.id = m.user_id JOIN public.companions c ON c.id = m.companion_id
 WHERE m.created_at >= :'since' AND m.role = 'ai'
   AND (u.birthdate > current_date - interval '18 years' OR u.safety_hold OR u.deleted_at IS NOT NULL OR u.check_in_enabled IS FALSE
        OR c.retired_at IS NOT NULL);
