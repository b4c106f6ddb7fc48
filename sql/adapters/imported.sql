-- The adapter for the tables of imported-tables.sql, of an app that keeps its data elsewhere (see proactive-adapter(7)).

-- By when something was noted here, not by when it happened: what is imported late is not missed.
CREATE FUNCTION proactive.app_pairs(since timestamptz)
RETURNS TABLE (user_id text, companion_id text)
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
  SELECT p.user_id, p.companion_id FROM imported.pairs p WHERE $1 = '-infinity'
  UNION
  SELECT p.user_id, p.companion_id FROM imported.pairs p
   WHERE p.noted_at BETWEEN $1 AND 'infinity' AND $1 > '-infinity' -- an open range is planned as a third of the table
  UNION
  SELECT w.user_id, w.companion_id FROM imported.user_wrote w WHERE w.noted_at BETWEEN $1 AND 'infinity' AND $1 > '-infinity'
  UNION
  SELECT p.user_id, p.companion_id
    FROM imported.users u
   CROSS JOIN LATERAL (SELECT p.user_id, p.companion_id FROM imported.pairs p WHERE p.user_id = u.id
                       OFFSET 0) p -- looked up for each, not joined: few users change in a quarter of an hour
   WHERE u.noted_at BETWEEN $1 AND 'infinity' AND $1 > '-infinity'
$$;

-- Where the app does not say when companions write, they are taken to have answered at once.
CREATE FUNCTION proactive.app_facts(users text[], companions text[])
RETURNS TABLE (user_id text, companion_id text, user_name text, user_active boolean, companion_name text,
               companion_active boolean, stage text, intimacy double precision, trust double precision, since timestamptz,
               user_wrote_at timestamptz, user_wrote_any_at timestamptz, companion_wrote_at timestamptz, user_messages bigint,
               unread boolean, memory_importance double precision, mood text, mood_intensity double precision,
               mood_at timestamptz, language text, timezone text, opted_out boolean, opted_in boolean, muted_until timestamptz,
               quiet_hours jsonb, frequency text, max_per_day integer, max_per_week integer, min_gap_hours integer,
               minor boolean, birthdate date, jurisdiction text, in_crisis boolean, conversation_id text, others_read boolean)
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
  SELECT p.user_id, p.companion_id, u.name, u.active, c.name, c.active, p.stage, p.intimacy, p.trust, p.since,
         here.at, anywhere.at, greatest(coalesce(p.companion_wrote_at, here.at), p.delivered_at), p.user_messages,
         p.unread, memory.importance, u.mood, u.mood_intensity, u.mood_at, u.language, u.timezone, u.opted_out, u.opted_in,
         p.muted_until, u.quiet_hours, u.frequency, u.max_per_day, u.max_per_week, u.min_gap_hours, u.minor, u.birthdate,
         u.jurisdiction, u.in_crisis, p.conversation_id, p.others_read
    FROM unnest($1, $2) d(user_id, companion_id)
    JOIN imported.pairs p ON p.user_id = d.user_id AND p.companion_id = d.companion_id
    JOIN imported.users u ON u.id = p.user_id
    JOIN imported.companions c ON c.id = p.companion_id
   CROSS JOIN LATERAL (
      SELECT max(w.at) AS at FROM imported.user_wrote w WHERE w.user_id = p.user_id AND w.companion_id = p.companion_id) here
   CROSS JOIN LATERAL (
      SELECT max(latest.at) AS at
        FROM imported.pairs o
       CROSS JOIN LATERAL (SELECT max(w.at) AS at FROM imported.user_wrote w
                            WHERE w.user_id = o.user_id AND w.companion_id = o.companion_id) latest
       WHERE o.user_id = p.user_id) anywhere
   CROSS JOIN LATERAL (
      SELECT max(coalesce(m.importance, 5)) AS importance FROM imported.memories m
       WHERE m.user_id = p.user_id AND m.companion_id = p.companion_id) memory
$$;

CREATE FUNCTION proactive.app_context(users text[], companions text[], most_memories int, least_importance int)
RETURNS TABLE (user_id text, companion_id text, personality text, style text, backstory text, traits jsonb, interests jsonb,
               memories jsonb)
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
  SELECT d.user_id, d.companion_id, c.personality, c.style, c.backstory, c.traits, c.interests, memory.list
    FROM unnest($1, $2) d(user_id, companion_id)
    JOIN imported.companions c ON c.id = d.companion_id
   CROSS JOIN LATERAL (
      SELECT jsonb_agg(jsonb_build_object('id', k.id, 'kind', k.type, 'text', left(k.text, 4000), 'importance', k.weight, 'at', k.at)) AS list
        FROM (SELECT m.*, coalesce(m.importance, 5) AS weight FROM imported.memories m
               WHERE m.user_id = d.user_id AND m.companion_id = d.companion_id AND coalesce(m.importance, 5) >= $4
               ORDER BY coalesce(m.importance, 5) DESC, m.at DESC NULLS LAST, m.id LIMIT $3) k) memory
$$;

-- The message is the app's to store, when the webhook tells of it: its id here is the engagement's, which the webhook has too.
CREATE FUNCTION proactive.app_deliver(users text[], companions text[], engagements bigint[], contents text[], details jsonb[],
                                      at timestamptz)
RETURNS TABLE (engagement_id bigint, message_id text, conversation_id text, message jsonb, disclosure_id text, refused text)
LANGUAGE sql VOLATILE SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
  WITH told AS (
    UPDATE imported.pairs p
       SET delivered_at = greatest(p.delivered_at, $6), unread = CASE WHEN p.unread IS NOT NULL THEN true END
      FROM unnest($1, $2) d(user_id, companion_id)
     WHERE p.user_id = d.user_id AND p.companion_id = d.companion_id
    RETURNING p.user_id, p.companion_id, p.conversation_id
  )
  SELECT d.engagement_id, d.engagement_id::text, t.conversation_id,
         jsonb_build_object('id', d.engagement_id::text, 'user_id', d.user_id, 'companion_id', d.companion_id, 'content', d.content,
                            'created_at', to_char($6 AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"')),
         CASE WHEN d.details -> 'disclosure' ->> 'form' = 'system' THEN d.engagement_id || '-disclosure' END,
         CASE WHEN t.user_id IS NULL THEN 'pair_gone' END
    FROM unnest($1, $2, $3, $4, $5) d(user_id, companion_id, engagement_id, content, details)
    LEFT JOIN told t ON t.user_id = d.user_id AND t.companion_id = d.companion_id
$$;

CREATE FUNCTION proactive.app_answers(users text[], companions text[], engagements bigint[], messages text[], since timestamptz[])
RETURNS TABLE (engagement_id bigint, answered_at timestamptz)
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
  SELECT d.engagement_id, answer.at
    FROM unnest($1, $2, $3, $5) d(user_id, companion_id, engagement_id, since)
   CROSS JOIN LATERAL (
      SELECT min(w.at) AS at FROM imported.user_wrote w
       WHERE w.user_id = d.user_id AND w.companion_id = d.companion_id AND w.at > d.since) answer
$$;
