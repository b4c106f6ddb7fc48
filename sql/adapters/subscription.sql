-- A subscription: scores from 0 to 100, weights from 0 to 1 and stages, intensities in words of the app's own, lines that are
-- deleted by a time, partitioned by month and told apart by the sitting that they belong to. The bond is the pair.
-- app_pairs reads the newest month; where months are large, each needs an index, as the partition manager makes them:
--   CREATE INDEX CONCURRENTLY ON public.messages_2030_01 (created_at);
-- and once all have one, CREATE INDEX ON public.messages (created_at) takes them over and gives it to new ones.
CREATE FUNCTION proactive.app_pairs(since timestamptz) RETURNS TABLE (user_id text, companion_id text)
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
  SELECT DISTINCT m.user_id, m.companion_id FROM public.messages m
   WHERE m.created_at BETWEEN since AND 'infinity' -- an open range is planned as a third of the table
     AND m.role = 'user'
$$;

CREATE FUNCTION proactive.app_facts(users text[], companions text[])
RETURNS TABLE (user_id text, companion_id text, user_name text, user_active boolean, companion_name text, companion_active boolean,
  stage text, intimacy numeric, trust numeric, since timestamptz, user_wrote_at timestamptz, user_wrote_any_at timestamptz,
  companion_wrote_at timestamptz, user_messages bigint, unread boolean, memory_importance numeric, mood text, mood_intensity int,
  mood_at timestamptz, language text, timezone text, opted_out boolean, opted_in boolean, minor boolean, birthdate date, jurisdiction text,
  in_crisis boolean)
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
  SELECT d.u, d.c, u.display_name, u.deleted_at IS NULL, c.name, c.retired_at IS NULL,
         CASE b.stage WHEN 'new' THEN 'stranger' WHEN 'warming' THEN 'acquaintance' WHEN 'steady' THEN 'friend'
           WHEN 'close' THEN 'close_friend' WHEN 'devoted' THEN 'intimate' WHEN 'drifting' THEN 'acquaintance'
           ELSE b.stage::text END, -- a word that the app adds later is refused and named rather than guessed
         b.closeness_score / 10.0, b.trust_score / 10.0, b.started_at, talk.user_at, talk.any_at, ai.created_at,
         (SELECT count(*) FROM (SELECT FROM public.messages m WHERE m.user_id = d.u AND m.companion_id = d.c AND m.role = 'user'
                                 LIMIT 100) x),
         ai.read_at IS NULL AND ai.id IS NOT NULL,
         (SELECT round(max(y.importance)::numeric * 10, 1) FROM public.memories y
           WHERE y.user_id = d.u AND coalesce(y.companion_id, d.c) = d.c -- without a companion: all know
             AND y.deleted_at IS NULL AND coalesce(y.expires_at > now(), true)),
         mood.mood, CASE mood.intensity WHEN 'slight' THEN 3 WHEN 'clear' THEN 6 WHEN 'overwhelming' THEN 9 END, mood.logged_at,
         u.locale, u.time_zone,
         u.check_in_enabled IS FALSE, u.check_in_enabled, -- never asked is not a no; where the law wants a yes: consent_required
         u.birthdate > current_date - interval '18 years', u.birthdate, u.country, u.safety_hold
    FROM unnest(users::uuid[], companions::uuid[]) d(u, c)
    JOIN public.users u ON u.id = d.u
    JOIN public.companions c ON c.id = d.c
    JOIN public.bonds b ON b.user_id = d.u AND b.companion_id = d.c
    LEFT JOIN LATERAL ( -- lines that the user has deleted since were written all the same
      SELECT max(m.created_at) AS any_at, max(m.created_at) FILTER (WHERE o.companion_id = d.c) AS user_at
        FROM public.bonds o
       CROSS JOIN LATERAL (SELECT m.created_at FROM public.messages m WHERE m.user_id = o.user_id AND m.companion_id = o.companion_id
                              AND m.role = 'user' ORDER BY m.created_at DESC LIMIT 1) m
       WHERE o.user_id = d.u) talk ON true
    LEFT JOIN LATERAL (SELECT m.id, m.created_at, m.read_at FROM public.messages m WHERE m.user_id = d.u AND m.companion_id = d.c
                          AND m.role = 'ai' AND m.deleted_at IS NULL ORDER BY m.created_at DESC LIMIT 1) ai ON true
    LEFT JOIN LATERAL (SELECT n.mood, n.intensity, n.logged_at FROM public.moods n WHERE n.user_id = d.u
                        ORDER BY n.logged_at DESC LIMIT 1) mood ON true
$$;

CREATE FUNCTION proactive.app_context(users text[], companions text[], most_memories int, least_importance int)
RETURNS TABLE (user_id text, companion_id text, personality text, style text, backstory text, traits text[], memories jsonb)
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
  SELECT d.u, d.c, c.persona, c.tone, c.story, c.traits, best.memories
    FROM unnest(users::uuid[], companions::uuid[]) d(u, c)
    JOIN public.companions c ON c.id = d.c
   CROSS JOIN LATERAL (
     SELECT jsonb_agg(jsonb_build_object('id', y.id, 'kind', y.topic, 'text', left(y.content, 4000),
                                         'importance', y.importance::numeric * 10, 'at', y.created_at)) AS memories
       FROM (SELECT * FROM public.memories y WHERE y.user_id = d.u AND coalesce(y.companion_id, d.c) = d.c AND y.deleted_at IS NULL
                AND coalesce(y.expires_at > now(), true)
                AND y.importance::numeric * 10 >= least_importance -- as real, 0.7 * 10 is less than 7
              ORDER BY y.importance DESC, y.created_at DESC LIMIT most_memories) y) best
$$;

-- A job ends sittings after half an hour; a line in one that has ended is not shown. Those that are open are locked first.
CREATE FUNCTION proactive.app_deliver(users text[], companions text[], engagements bigint[], contents text[],
  details jsonb[], moment timestamptz)
RETURNS TABLE (engagement_id bigint, message_id text, conversation_id text, message jsonb, refused text)
LANGUAGE sql SECURITY DEFINER SET search_path = pg_catalog, pg_temp SET lock_timeout = '500ms' AS $$
  SELECT FROM public.sessions s
   WHERE s.ended_at IS NULL AND s.kind = 'chat'
     AND (s.user_id, s.companion_id) IN (SELECT d.u, d.c FROM unnest(users::uuid[], companions::uuid[]) d(u, c))
   ORDER BY s.id FOR NO KEY UPDATE;
  WITH due AS (
    SELECT d.*, s.id IS NULL AS starts, coalesce(s.id, gen_random_uuid()) AS session, greatest(moment, s.started_at) AS said_at,
           gen_random_uuid() AS id,
           CASE WHEN u.id IS NULL OR u.deleted_at IS NOT NULL THEN 'user_gone' WHEN u.safety_hold THEN 'safety_hold'
             WHEN u.check_in_enabled IS FALSE THEN 'check_ins_off' WHEN c.id IS NULL OR c.retired_at IS NOT NULL THEN 'companion_retired'
             END AS refused
      FROM unnest(users::uuid[], companions::uuid[], engagements, contents) d(u, c, engagement, body)
      LEFT JOIN public.users u ON u.id = d.u
      LEFT JOIN public.companions c ON c.id = d.c
      LEFT JOIN LATERAL (SELECT s.id, s.started_at FROM public.sessions s WHERE s.user_id = d.u AND s.companion_id = d.c
                            AND s.kind = 'chat' AND s.ended_at IS NULL ORDER BY s.started_at DESC LIMIT 1) s ON true
  ), started AS (
    INSERT INTO public.sessions (id, user_id, companion_id, started_at)
    SELECT d.session, d.u, d.c, d.said_at FROM due d WHERE d.starts AND d.refused IS NULL
  ), said AS (
    INSERT INTO public.messages (id, session_id, user_id, companion_id, role, text, created_at)
    SELECT d.id, d.session, d.u, d.c, 'ai', d.body, d.said_at FROM due d WHERE d.refused IS NULL
    RETURNING *)
  SELECT d.engagement, m.id, m.session_id, to_jsonb(m), d.refused FROM due d LEFT JOIN said m ON m.id = d.id
$$;

CREATE FUNCTION proactive.app_answers(users text[], companions text[], engagements bigint[], messages text[],
  since timestamptz[])
RETURNS TABLE (engagement_id bigint, answered_at timestamptz, answer_id text, replies_1h bigint, seen_at timestamptz)
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
  SELECT d.engagement, a.created_at, a.id,
         (SELECT count(*) FROM public.messages m WHERE m.user_id = d.u AND m.companion_id = d.c AND m.role = 'user'
             AND m.created_at BETWEEN a.created_at AND a.created_at + interval '1 hour'),
         (SELECT m.read_at FROM public.messages m WHERE m.user_id = d.u AND m.companion_id = d.c AND m.id = d.message
             AND m.created_at >= d.since)
    FROM unnest(users::uuid[], companions::uuid[], engagements, messages::uuid[], since) d(u, c, engagement, message, since)
    LEFT JOIN LATERAL (SELECT m.id, m.created_at FROM public.messages m WHERE m.user_id = d.u AND m.companion_id = d.c
                          AND m.role = 'user' AND m.created_at > d.since ORDER BY m.created_at LIMIT 1) a ON true
$$;

CREATE FUNCTION proactive.app_sessions(users text[], since timestamptz)
RETURNS TABLE (user_id text, started_at timestamptz, messages bigint, minutes numeric)
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
  SELECT s.user_id, s.started_at, m.lines, extract(epoch FROM coalesce(s.ended_at, now()) - s.started_at) / 60
    FROM public.sessions s
   CROSS JOIN LATERAL (SELECT count(*) AS lines FROM public.messages m WHERE m.user_id = s.user_id AND m.companion_id = s.companion_id
                          AND m.session_id = s.id AND m.role = 'user' AND m.created_at >= s.started_at) m
   WHERE s.user_id IN (SELECT unnest(users::uuid[])) AND s.started_at >= since AND m.lines > 0 -- ours alone are no sittings
$$;
