-- A hosted backend: logins in schema auth, all else in public behind row level security, which does not bind the owner of the
-- tables: these functions run as whoever installs them, so install as that owner. Several characters share a conversation: each
-- line has the next number there, which only the app's code gives, and who writes in it writes to all of its cast.
-- For app_pairs: CREATE INDEX CONCURRENTLY conversations_updated_idx ON public.conversations (updated_at);
CREATE FUNCTION proactive.app_pairs(since timestamptz) RETURNS TABLE (user_id text, companion_id text)
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
  SELECT DISTINCT v.owner_id, k.character_id
    FROM public.conversations v JOIN public.cast_members k ON k.conversation_id = v.id
   WHERE v.updated_at BETWEEN since AND 'infinity' -- no line is later, and an open range is planned as a third of the table
     AND EXISTS (SELECT FROM public.messages m WHERE m.conversation_id = v.id AND m.sender = 'human' AND m.created_at >= since)
$$;

-- The newest lines by (conversation_id, line), which is unique and thus has an index.
CREATE FUNCTION proactive.app_facts(users text[], companions text[])
RETURNS TABLE (user_id text, companion_id text, user_name text, user_active boolean, companion_name text, companion_active boolean,
  language text, timezone text, opted_out boolean, since timestamptz, user_wrote_at timestamptz, user_wrote_any_at timestamptz,
  companion_wrote_at timestamptz, user_messages bigint, unread boolean, conversation_id text)
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
  SELECT d.u, d.c, p.nickname, u.deleted_at IS NULL AND coalesce(u.banned_until <= now(), true),
         c.shown_name, c.published OR c.made_by IS NOT DISTINCT FROM d.u, p.lang, p.tz, NOT coalesce(p.may_write_first, true),
         t.since, t.human_at, t.any_at, t.character_at, t.lines, t.unread, t.newest
    FROM unnest(users::uuid[], companions::uuid[]) d(u, c)
    JOIN auth.users u ON u.id = d.u
    JOIN public.characters c ON c.id = d.c
    LEFT JOIN public.profiles p ON p.id = d.u
    JOIN LATERAL (
      SELECT max(h.created_at) AS any_at, max(h.created_at) FILTER (WHERE k.added_at IS NOT NULL) AS human_at,
             min(k.added_at) AS since, max(a.created_at) AS character_at, sum(n.lines)::bigint AS lines,
             -- whoever writes has seen what stands above, whether or not read_upto says so
             (array_agg(a.line > greatest(v.read_upto, h.line) ORDER BY a.created_at DESC) FILTER (WHERE a.line > 0))[1] AS unread,
             (array_agg(v.id ORDER BY v.updated_at DESC) FILTER (WHERE k.added_at IS NOT NULL))[1] AS newest
        FROM public.conversations v
        LEFT JOIN public.cast_members k ON k.conversation_id = v.id AND k.character_id = d.c
        LEFT JOIN LATERAL (SELECT m.line, m.created_at FROM public.messages m WHERE m.conversation_id = v.id AND m.sender = 'human'
                            ORDER BY m.line DESC LIMIT 1) h ON true
        LEFT JOIN LATERAL (SELECT m.line, m.created_at FROM public.messages m WHERE m.conversation_id = k.conversation_id
                              AND m.character_id = d.c ORDER BY m.line DESC LIMIT 1) a ON true
        LEFT JOIN LATERAL (SELECT count(*) AS lines FROM (SELECT FROM public.messages m
                            WHERE m.conversation_id = k.conversation_id AND m.sender = 'human' LIMIT 100) x) n ON true
       WHERE v.owner_id = d.u) t ON t.newest IS NOT NULL
$$;

CREATE FUNCTION proactive.app_context(users text[], companions text[], most_memories int, least_importance int)
RETURNS TABLE (user_id text, companion_id text, personality text, style text)
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
  SELECT d.u, d.c, c.prompt, c.voice FROM unnest(users::uuid[], companions::uuid[]) d(u, c) JOIN public.characters c ON c.id = d.c
$$;

-- The first statement locks the conversations, always in the same order; the second sees what others committed until then and
-- counts on from there, also where two of one batch share a conversation. The app takes no such lock before it counts: where its
-- line is being stored just now, this gives up after half a second and is tried again by the tool, so that the user need not wait;
-- where ours is, the app tries again, as it does where two of its own clients write.
CREATE FUNCTION proactive.app_deliver(users text[], companions text[], engagements bigint[], contents text[],
  details jsonb[], moment timestamptz)
RETURNS TABLE (engagement_id bigint, message_id text, conversation_id text, message jsonb, refused text)
LANGUAGE sql SECURITY DEFINER SET search_path = pg_catalog, pg_temp SET lock_timeout = '500ms' AS $$
  SELECT FROM public.conversations v
   WHERE v.id IN (SELECT o.id FROM unnest(users::uuid[], companions::uuid[]) d(u, c) JOIN public.conversations o ON o.owner_id = d.u
                    JOIN public.cast_members k ON k.conversation_id = o.id AND k.character_id = d.c)
   ORDER BY v.id FOR NO KEY UPDATE;
  WITH due AS (
    SELECT d.*, v.id AS conversation, gen_random_uuid() AS id, row_number() OVER (PARTITION BY v.id ORDER BY d.engagement) AS nth
      FROM unnest(users::uuid[], companions::uuid[], engagements, contents) d(u, c, engagement, body)
      LEFT JOIN LATERAL (
        SELECT v.id FROM public.conversations v JOIN public.cast_members k ON k.conversation_id = v.id AND k.character_id = d.c
          JOIN auth.users u ON u.id = v.owner_id
         WHERE v.owner_id = d.u AND u.deleted_at IS NULL AND coalesce(u.banned_until <= now(), true)
         ORDER BY v.updated_at DESC LIMIT 1) v ON true
  ), said AS ( -- a trigger of the app's touches the conversation
    INSERT INTO public.messages (id, conversation_id, line, sender, character_id, body, client_nonce, created_at)
    SELECT d.id, d.conversation, coalesce(last.line, 0) + d.nth, 'character', d.c, d.body, gen_random_uuid(),
           greatest(moment, last.created_at) -- lines are shown by number: never earlier than the one above
      FROM due d
      LEFT JOIN LATERAL (SELECT m.line, m.created_at FROM public.messages m WHERE m.conversation_id = d.conversation
                          ORDER BY m.line DESC LIMIT 1) last ON true
     WHERE d.conversation IS NOT NULL
    RETURNING *)
  SELECT d.engagement, m.id, m.conversation_id, to_jsonb(m), CASE WHEN m.id IS NULL THEN 'conversation_gone' END
    FROM due d LEFT JOIN said m ON m.id = d.id
$$;

CREATE FUNCTION proactive.app_answers(users text[], companions text[], engagements bigint[], messages text[],
  since timestamptz[])
RETURNS TABLE (engagement_id bigint, answered_at timestamptz, answer_id text, replies_1h bigint)
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
  SELECT a.engagement, a.first, (array_agg(a.id ORDER BY a.line))[1], count(*) FILTER (WHERE a.created_at <= a.first + interval '1 hour')
    FROM (SELECT d.engagement, m.id, m.line, m.created_at, min(m.created_at) OVER (PARTITION BY d.engagement) AS first
            FROM unnest(engagements, messages::uuid[]) d(engagement, message)
            JOIN public.messages ours ON ours.id = d.message
            JOIN public.messages m ON m.conversation_id = ours.conversation_id AND m.line > ours.line AND m.sender = 'human') a
   GROUP BY a.engagement, a.first
$$;
