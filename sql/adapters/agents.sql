-- A workbench where people have agents of their own: an agent's id is unique within its person alone (everyone has an 'inbox'), so
-- that every join has both. Sessions are linked to agents; groups of several are read but not delivered to. What people prefer is
-- in jsonb. Its lines are indexed by session without time, which is enough while sessions are short; otherwise
--   CREATE INDEX CONCURRENTLY messages_newest_idx ON public.messages (user_id, session_id, created_at);
CREATE FUNCTION proactive.app_pairs(since timestamptz) RETURNS TABLE (user_id text, companion_id text)
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
  SELECT DISTINCT talk.user_id, a.id
    FROM (SELECT DISTINCT m.user_id, m.session_id FROM public.messages m
           WHERE m.created_at BETWEEN since AND 'infinity' -- an open range is planned as a third of the table
             AND m.role = 'user') talk
   CROSS JOIN LATERAL (
     SELECT a.id FROM public.sessions s
       JOIN public.session_agents l ON l.user_id = s.user_id AND l.session_id = s.id
       JOIN public.agents a ON a.user_id = l.user_id AND a.id = l.agent_id AND NOT a.virtual
      WHERE s.user_id = talk.user_id AND s.id = talk.session_id AND s.kind = 'agent'
     OFFSET 0) a -- looked up for each, not joined: the few of a quarter of an hour are worth no pass over tables
$$;

CREATE FUNCTION proactive.app_facts(users text[], companions text[])
RETURNS TABLE (user_id text, companion_id text, user_name text, companion_name text, companion_active boolean, language text,
  timezone text, opted_out boolean, since timestamptz, user_wrote_at timestamptz, user_wrote_any_at timestamptz,
  companion_wrote_at timestamptz, user_messages numeric)
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
  SELECT d.u, d.c, u.given_name, a.meta ->> 'title', NOT a.virtual, u.preference ->> 'locale', u.preference ->> 'tz',
         u.preference @> '{"quietAgents": true}', t.since, t.user_at,
         (SELECT max(m.created_at) FROM public.messages m WHERE m.user_id = d.u AND m.role = 'user'), t.agent_at, t.lines
    FROM unnest(users, companions) d(u, c)
    JOIN public.users u ON u.id = d.u
    JOIN public.agents a ON a.user_id = d.u AND a.id = d.c
    JOIN LATERAL (
      SELECT min(s.created_at) AS since, max(m.user_at) AS user_at, max(m.agent_at) AS agent_at, sum(m.lines) AS lines,
             bool_or(s.kind = 'agent') AS own
        FROM public.session_agents l
        JOIN public.sessions s ON s.user_id = l.user_id AND s.id = l.session_id
       CROSS JOIN LATERAL (
         SELECT max(m.created_at) FILTER (WHERE m.role = 'user') AS user_at, count(*) FILTER (WHERE m.role = 'user') AS lines,
                max(m.created_at) FILTER (WHERE m.role = 'assistant' AND coalesce(m.agent_id, d.c) = d.c) AS agent_at
           FROM public.messages m WHERE m.user_id = s.user_id AND m.session_id = s.id) m
       WHERE l.user_id = d.u AND l.agent_id = d.c) t ON t.own
$$;

CREATE FUNCTION proactive.app_context(users text[], companions text[], most_memories int, least_importance int)
RETURNS TABLE (user_id text, companion_id text, personality text, traits jsonb)
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
  SELECT d.u, d.c, a.system_role, a.meta -> 'tags'
    FROM unnest(users, companions) d(u, c) JOIN public.agents a ON a.user_id = d.u AND a.id = d.c
$$;

-- Into the session of the newest line, below that line and in its topic, which is what the page opens.
CREATE FUNCTION proactive.app_deliver(users text[], companions text[], engagements bigint[], contents text[],
  details jsonb[], moment timestamptz)
RETURNS TABLE (engagement_id bigint, message_id text, conversation_id text, message jsonb, refused text)
LANGUAGE sql SECURITY DEFINER SET search_path = pg_catalog, pg_temp SET lock_timeout = '500ms' AS $$
  SELECT FROM public.sessions s
   WHERE s.kind = 'agent' AND (s.user_id, s.id) IN (
           SELECT l.user_id, l.session_id FROM unnest(users, companions) d(u, c)
             JOIN public.session_agents l ON l.user_id = d.u AND l.agent_id = d.c)
   ORDER BY s.user_id, s.id FOR NO KEY UPDATE;
  WITH due AS (
    SELECT d.*, s.session, s.parent, s.topic, greatest(moment, s.parent_at) AS said_at, 'msg_' || right(gen_random_uuid()::text, 12) AS id
      FROM unnest(users, companions, engagements, contents, details) d(u, c, engagement, body, about)
      LEFT JOIN LATERAL (
        SELECT s.id, m.id, m.topic_id, m.created_at
          FROM public.session_agents l
          JOIN public.sessions s ON s.user_id = l.user_id AND s.id = l.session_id AND s.kind = 'agent'
          JOIN public.agents a ON a.user_id = l.user_id AND a.id = l.agent_id AND NOT a.virtual
          LEFT JOIN public.messages m ON m.user_id = s.user_id AND m.session_id = s.id
         WHERE l.user_id = d.u AND l.agent_id = d.c
         ORDER BY m.created_at DESC NULLS LAST LIMIT 1) s(session, parent, topic, parent_at) ON true
  ), said AS (
    INSERT INTO public.messages (id, user_id, session_id, topic_id, parent_id, role, content, meta, created_at, updated_at)
    SELECT d.id, d.u, d.session, d.topic, d.parent, 'assistant', d.body, d.about, d.said_at, d.said_at FROM due d
     WHERE d.session IS NOT NULL
    RETURNING *
  ), touched AS (
    UPDATE public.sessions s SET updated_at = greatest(s.updated_at, m.created_at)
      FROM said m WHERE s.user_id = m.user_id AND s.id = m.session_id)
  SELECT d.engagement, m.id, m.session_id, to_jsonb(m), CASE WHEN m.id IS NULL THEN 'session_gone' END
    FROM due d LEFT JOIN said m ON m.id = d.id
$$;

CREATE FUNCTION proactive.app_answers(users text[], companions text[], engagements bigint[], messages text[],
  since timestamptz[])
RETURNS TABLE (engagement_id bigint, answered_at timestamptz, answer_id text, replies_1h bigint)
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
  SELECT a.engagement, a.first, (array_agg(a.id ORDER BY a.created_at))[1],
         count(*) FILTER (WHERE a.created_at <= a.first + interval '1 hour')
    FROM (SELECT d.engagement, m.id, m.created_at, min(m.created_at) OVER (PARTITION BY d.engagement) AS first
            FROM unnest(users, engagements, messages, since) d(u, engagement, message, since)
            JOIN public.messages ours ON ours.id = d.message AND ours.user_id = d.u
            JOIN public.messages m ON m.user_id = d.u AND m.session_id = ours.session_id AND m.created_at > d.since
           WHERE m.role = 'user') a
   GROUP BY a.engagement, a.first
$$;
