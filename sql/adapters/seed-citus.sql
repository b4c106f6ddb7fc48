-- The adapter seed for the tables of seed-tables.sql once sql/citus.sql has distributed them over a Citus cluster: what it reads and writes
-- is the same. What Citus asks of such functions (proactive-operation(7)) makes them look different: they are PL/pgSQL, since a function in
-- SQL does not hand its parameters to the workers; of each statement one distributed table is joined to the arrays, and all else to it.

CREATE FUNCTION proactive.app_pairs(since timestamptz)
RETURNS TABLE (user_id text, companion_id text)
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
#variable_conflict use_column
BEGIN
  IF $1 = '-infinity' THEN
    RETURN QUERY
      SELECT r.user_id::text, r.companion_id::text
        FROM public.relationship_progression r;
  ELSE
    RETURN QUERY
      SELECT r.user_id::text, r.companion_id::text
        FROM public.relationship_progression r
       WHERE r.created_at >= $1 AND r.created_at < 'infinity'
       UNION
      SELECT v.user_id::text, v.companion_id::text
        FROM public.messages m
        JOIN public.conversations v ON v.user_id = m.user_id AND v.id = m.conversation_id
       WHERE m.sender_type = 'user' AND m.created_at >= $1 AND m.created_at < 'infinity';
  END IF;
END
$$;

CREATE FUNCTION proactive.app_facts(users text[], companions text[])
RETURNS TABLE (user_id text, companion_id text, user_name text, user_active boolean, companion_name text,
               companion_active boolean, stage text, intimacy double precision, trust double precision, since timestamptz,
               last_interaction timestamptz, user_wrote_at timestamptz, user_wrote_any_at timestamptz,
               companion_wrote_at timestamptz, user_messages bigint, unread boolean, memory_importance double precision,
               mood text, mood_intensity double precision, mood_at timestamptz)
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
#variable_conflict use_column
BEGIN
  RETURN QUERY
  SELECT r.user_id::text, r.companion_id::text, u.name, u.is_active, c.name, c.is_active, r.relationship_stage,
         r.intimacy_level::double precision, r.trust_level::double precision, r.created_at, r.last_interaction, said.by_user,
         said.by_user_to_any, said.by_companion, counted.number, said.unread, memory.importance::double precision, mood.mood,
         mood.mood_intensity::double precision, mood.mood_at
    FROM unnest($1, $2::integer[]) d(user_id, companion_id)
    JOIN public.relationship_progression r ON r.user_id = d.user_id AND r.companion_id = d.companion_id
    JOIN public.users u ON u.id = r.user_id AND u.id COLLATE "C" = ANY ($1)
    JOIN public.companions c ON c.id = r.companion_id
   CROSS JOIN LATERAL (
      SELECT max(a.at) FILTER (WHERE v.companion_id = r.companion_id) AS by_user, max(a.at) AS by_user_to_any,
             max(b.at) AS by_companion, (array_agg(b.unread ORDER BY b.at DESC NULLS LAST))[1] AS unread
        FROM public.conversations v
        LEFT JOIN LATERAL (
         SELECT m.created_at AS at FROM public.messages m
          WHERE m.user_id = v.user_id AND m.conversation_id = v.id AND m.user_id COLLATE "C" = ANY ($1) AND m.sender_type = 'user'
          ORDER BY m.created_at DESC LIMIT 1) a ON true
        LEFT JOIN LATERAL (
         SELECT m.created_at AS at, NOT m.is_read AS unread FROM public.messages m
          WHERE m.user_id = v.user_id AND m.conversation_id = v.id AND m.user_id COLLATE "C" = ANY ($1) AND m.sender_type = 'companion'
          ORDER BY m.created_at DESC LIMIT 1) b ON v.companion_id = r.companion_id
       WHERE v.user_id = r.user_id AND v.user_id COLLATE "C" = ANY ($1)) said
   CROSS JOIN LATERAL (
      SELECT count(*) AS number FROM (
         SELECT m.id FROM public.messages m
           JOIN public.conversations v ON v.user_id = m.user_id AND v.id = m.conversation_id
          WHERE v.user_id = r.user_id AND v.user_id COLLATE "C" = ANY ($1) AND m.user_id COLLATE "C" = ANY ($1) AND v.companion_id = r.companion_id AND m.sender_type = 'user' LIMIT 100) m) counted
    LEFT JOIN LATERAL (
      SELECT k.importance_score AS importance FROM public.companion_memories k
       WHERE k.user_id = r.user_id AND k.user_id COLLATE "C" = ANY ($1) AND k.companion_id = r.companion_id AND k.is_active
       ORDER BY k.importance_score DESC, k.created_at DESC LIMIT 1) memory ON true
    LEFT JOIN LATERAL (
      SELECT s.emotional_state AS mood, s.intensity_score AS mood_intensity, s.created_at AS mood_at FROM public.user_emotional_states s
       WHERE s.user_id = r.user_id AND s.user_id COLLATE "C" = ANY ($1)
       ORDER BY s.created_at DESC LIMIT 1) mood ON true
   WHERE r.user_id = ANY ($1);
END
$$;

CREATE FUNCTION proactive.app_context(users text[], companions text[], most_memories int, least_importance int)
RETURNS TABLE (user_id text, companion_id text, personality text, style text, backstory text, traits jsonb, interests jsonb,
               memories jsonb)
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
#variable_conflict use_column
BEGIN
  RETURN QUERY
  WITH remembered AS MATERIALIZED (
    SELECT r.user_id, r.companion_id, memory.list
      FROM unnest($1, $2::integer[]) d(user_id, companion_id)
      JOIN public.relationship_progression r ON r.user_id = d.user_id AND r.companion_id = d.companion_id
     CROSS JOIN LATERAL (
        SELECT jsonb_agg(jsonb_build_object('id', k.id, 'kind', k.memory_type, 'text', left(k.content, 4000),
                                            'importance', k.importance_score, 'at', k.created_at)) AS list
          FROM (SELECT * FROM public.companion_memories k
                 WHERE k.user_id = r.user_id AND k.user_id COLLATE "C" = ANY ($1) AND k.companion_id = r.companion_id AND k.is_active AND k.importance_score >= $4
                 ORDER BY k.importance_score DESC, k.created_at DESC LIMIT $3) k) memory
     WHERE r.user_id = ANY ($1)
  )
  SELECT d.user_id, d.companion_id::text, c.personality, c.conversation_style, c.backstory, c.traits, c.interests, m.list
    FROM unnest($1, $2::integer[]) d(user_id, companion_id)
    JOIN public.companions c ON c.id = d.companion_id
    LEFT JOIN remembered m ON m.user_id = d.user_id AND m.companion_id = d.companion_id;
END
$$;

-- Into the pair's open conversation with the latest activity, else a new one. Identities are taken here: a worker's are of another range.
CREATE FUNCTION proactive.app_deliver(users text[], companions text[], engagements bigint[], contents text[], details jsonb[],
                                      at timestamptz)
RETURNS TABLE (engagement_id bigint, message_id text, conversation_id text, message jsonb, disclosure_id text)
LANGUAGE plpgsql VOLATILE SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
#variable_conflict use_column
DECLARE
  pair_users text[];
  pair_companions integer[];
  places bigint[];
  message_ids bigint[];
  disclosure_ids bigint[];
BEGIN
  FOR try IN 1..2 LOOP
    SELECT array_agg(d.user_id ORDER BY d.n), array_agg(d.companion_id ORDER BY d.n), array_agg(p.id ORDER BY d.n)
      INTO pair_users, pair_companions, places
      FROM unnest($1, $2::integer[]) WITH ORDINALITY d(user_id, companion_id, n)
      LEFT JOIN (
        SELECT DISTINCT ON (v.user_id, v.companion_id) v.user_id, v.companion_id, v.id
          FROM unnest($1, $2::integer[]) o(user_id, companion_id)
          JOIN public.conversations v ON v.user_id = o.user_id AND v.companion_id = o.companion_id AND v.is_active
         WHERE v.user_id = ANY ($1)
         ORDER BY v.user_id, v.companion_id, greatest(v.last_message_at, v.updated_at, v.created_at) DESC NULLS LAST, v.id DESC) p
        ON p.user_id = d.user_id AND p.companion_id = d.companion_id;
    EXIT WHEN array_position(places, NULL) IS NULL;
    -- A copy of the companions is on every node: Citus would take this apart and lose rows, if they were not read first.
    INSERT INTO public.conversations (user_id, companion_id, title, created_at, updated_at)
    WITH missing AS MATERIALIZED (
      SELECT DISTINCT d.user_id, d.companion_id, left(c.name, 200) AS name
        FROM unnest(pair_users, pair_companions, places) d(user_id, companion_id, place)
        JOIN public.companions c ON c.id = d.companion_id
       WHERE d.place IS NULL)
    SELECT m.user_id, m.companion_id, m.name, $6, $6 FROM missing m;
  END LOOP;

  SELECT array_agg(CASE WHEN d.details -> 'disclosure' ->> 'form' = 'system' THEN nextval('public.messages_id_seq'::regclass) END ORDER BY d.n),
         array_agg(nextval('public.messages_id_seq'::regclass) ORDER BY d.n)
    INTO disclosure_ids, message_ids
    FROM unnest($5) WITH ORDINALITY d(details, n);

  INSERT INTO public.messages (id, user_id, conversation_id, sender_type, sender_id, content, message_type, metadata, created_at, updated_at)
  SELECT w.id, t.user_id, t.place, 'companion', t.companion_id::text, w.content, w.type, w.metadata, $6, $6
    FROM unnest(pair_users, pair_companions, places, message_ids, disclosure_ids, $3, $4, $5)
           t(user_id, companion_id, place, message_id, disclosure_id, engagement_id, content, details)
   CROSS JOIN LATERAL (VALUES (t.disclosure_id, t.details -> 'disclosure' ->> 'text', 'system', jsonb_build_object('engagement_id', t.engagement_id)),
                              (t.message_id, t.content, 'text', t.details || jsonb_build_object('engagement_id', t.engagement_id)))
           w(id, content, type, metadata)
   WHERE w.id IS NOT NULL AND t.place IS NOT NULL;

  UPDATE public.conversations v
     SET last_message_id = t.message_id, last_message_at = $6, updated_at = $6
    FROM (SELECT d.user_id, d.place, max(d.message_id) AS message_id
            FROM unnest(pair_users, places, message_ids) d(user_id, place, message_id)
           GROUP BY d.user_id, d.place) t
   WHERE v.id = t.place AND v.user_id = t.user_id AND v.user_id COLLATE "C" = ANY ($1);

  UPDATE public.relationship_progression r
     SET last_interaction = $6, updated_at = $6
    FROM unnest(pair_users, pair_companions) t(user_id, companion_id)
   WHERE r.user_id = t.user_id AND r.companion_id = t.companion_id AND r.user_id COLLATE "C" = ANY ($1);

  RETURN QUERY
  SELECT t.engagement_id, t.message_id::text, t.place::text,
         jsonb_build_object('id', CASE WHEN abs(t.message_id) < 9007199254740992 THEN to_jsonb(t.message_id) ELSE to_jsonb(t.message_id::text) END,
                            'conversation_id', CASE WHEN abs(t.place) < 9007199254740992 THEN to_jsonb(t.place) ELSE to_jsonb(t.place::text) END,
                            'sender_type', 'companion', 'sender_id', t.companion_id::text, 'content', t.content,
                            'message_type', 'text', 'created_at', clock.at, 'updated_at', clock.at),
         t.disclosure_id::text
    FROM unnest(pair_companions, places, message_ids, disclosure_ids, $3, $4)
           t(companion_id, place, message_id, disclosure_id, engagement_id, content)
   CROSS JOIN (SELECT to_char($6 AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"') AS at) clock
   WHERE t.place IS NOT NULL;
END
$$;

-- The user's first message after ours, and how many within an hour of it.
CREATE FUNCTION proactive.app_answers(users text[], companions text[], engagements bigint[], messages text[], since timestamptz[])
RETURNS TABLE (engagement_id bigint, answered_at timestamptz, answer_id text, replies_1h bigint, seen_at timestamptz)
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
#variable_conflict use_column
BEGIN
  RETURN QUERY
  SELECT d.engagement_id, answer.at, answer.id::text, answer.replies, ours.read_at
    FROM unnest($1, $2::integer[], $3, $4::bigint[], $5) d(user_id, companion_id, engagement_id, message_id, since)
    JOIN public.users u ON u.id = d.user_id
    LEFT JOIN LATERAL (SELECT m.read_at FROM public.messages m WHERE m.user_id = u.id AND m.user_id COLLATE "C" = ANY ($1) AND m.id = d.message_id) ours ON true
    LEFT JOIN LATERAL (
      SELECT m.id AS id, m.created_at AS at, count(*) OVER (ORDER BY m.created_at
               RANGE BETWEEN CURRENT ROW AND interval '1 hour' FOLLOWING) AS replies
        FROM public.conversations v
        JOIN public.messages m ON m.user_id = v.user_id AND m.conversation_id = v.id
       WHERE v.user_id = u.id AND v.user_id COLLATE "C" = ANY ($1) AND m.user_id COLLATE "C" = ANY ($1) AND v.companion_id = d.companion_id AND m.sender_type = 'user' AND m.created_at > d.since
       ORDER BY m.created_at LIMIT 1) answer ON true
   WHERE u.id = ANY ($1);
END
$$;

-- When the user was there: half an hour without a word ends a session.
CREATE FUNCTION proactive.app_sessions(users text[], since timestamptz)
RETURNS TABLE (user_id text, started_at timestamptz, messages bigint, minutes double precision)
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
#variable_conflict use_column
BEGIN
  RETURN QUERY
  SELECT s.user_id::text, min(s.at), count(*), extract(epoch FROM max(s.at) - min(s.at))::double precision / 60
    FROM (SELECT w.user_id, w.at, count(*) FILTER (WHERE w.is_first) OVER (PARTITION BY w.user_id ORDER BY w.at) AS nth
            FROM (SELECT v.user_id, m.created_at AS at,
                         (lag(m.created_at) OVER (PARTITION BY v.user_id ORDER BY m.created_at)
                            >= m.created_at - interval '30 minutes') IS NOT TRUE AS is_first
                    FROM public.conversations v
                    JOIN public.messages m ON m.user_id = v.user_id AND m.conversation_id = v.id
                   WHERE v.user_id = ANY ($1) AND m.user_id COLLATE "C" = ANY ($1) AND m.sender_type = 'user'
                     AND m.created_at >= $2 AND m.created_at < 'infinity') w) s
   GROUP BY s.user_id, s.nth;
END
$$;
