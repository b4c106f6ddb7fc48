-- The adapter for the seven tables of seed-tables.sql (see proactive-adapter(7)).

CREATE FUNCTION proactive.app_pairs(since timestamptz)
RETURNS TABLE (user_id text, companion_id text)
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
  SELECT r.user_id, r.companion_id::text
    FROM public.relationship_progression r
   WHERE r.created_at >= $1 OR $1 = '-infinity'
  UNION
  SELECT v.user_id, v.companion_id::text
    FROM public.messages m
    JOIN public.conversations v ON v.user_id = m.user_id AND v.id = m.conversation_id
   WHERE m.sender_type = 'user' AND m.created_at >= $1 AND $1 > '-infinity'
$$;

CREATE FUNCTION proactive.app_facts(users text[], companions text[])
RETURNS TABLE (user_id text, companion_id text, user_name text, user_active boolean, companion_name text, companion_active boolean,
               stage text, intimacy int, trust int, since timestamptz, user_wrote_at timestamptz, user_wrote_any_at timestamptz,
               companion_wrote_at timestamptz, unread boolean, last_interaction timestamptz, memory_importance int,
               mood text, mood_intensity int, mood_at timestamptz)
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
  SELECT r.user_id, r.companion_id::text, u.name, u.is_active, c.name, c.is_active,
         r.relationship_stage, r.intimacy_level, r.trust_level, r.created_at, said.by_user, said.by_user_to_any,
         said.by_companion, said.unread, r.last_interaction, memory.importance_score,
         mood.emotional_state, mood.intensity_score, mood.created_at
    FROM unnest($1::varchar[], $2::int[]) d(user_id, companion_id)
    JOIN public.relationship_progression r ON r.user_id = d.user_id AND r.companion_id = d.companion_id
    JOIN public.users u ON u.id = r.user_id
    JOIN public.companions c ON c.id = r.companion_id
   CROSS JOIN LATERAL (
     SELECT max(x.at) FILTER (WHERE v.companion_id = r.companion_id) AS by_user, max(x.at) AS by_user_to_any,
            max(y.at) AS by_companion, (array_agg(NOT y.is_read ORDER BY y.at DESC NULLS LAST))[1] AS unread
       FROM public.conversations v
       LEFT JOIN LATERAL (
         SELECT m.created_at AS at FROM public.messages m
          WHERE m.user_id = v.user_id AND m.conversation_id = v.id AND m.sender_type = 'user'
          ORDER BY m.created_at DESC LIMIT 1) x ON true
       LEFT JOIN LATERAL (
         SELECT m.created_at AS at, m.is_read FROM public.messages m
          WHERE m.user_id = v.user_id AND m.conversation_id = v.id AND m.sender_type = 'companion'
          ORDER BY m.created_at DESC LIMIT 1) y ON v.companion_id = r.companion_id
      WHERE v.user_id = r.user_id) said
    LEFT JOIN LATERAL (
      SELECT m.importance_score FROM public.companion_memories m
       WHERE m.user_id = r.user_id AND m.companion_id = r.companion_id AND m.is_active
       ORDER BY m.importance_score DESC, m.created_at DESC LIMIT 1) memory ON true
    LEFT JOIN LATERAL (
      SELECT s.emotional_state, s.intensity_score, s.created_at FROM public.user_emotional_states s
       WHERE s.user_id = r.user_id AND s.companion_id = r.companion_id
       ORDER BY s.created_at DESC LIMIT 1) mood ON true
$$;

CREATE FUNCTION proactive.app_context(users text[], companions text[], most_memories int, least_importance int)
RETURNS TABLE (user_id text, companion_id text, personality text, style text, backstory text, traits jsonb, interests jsonb, memories jsonb)
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
  SELECT d.user_id, d.companion_id::text, c.personality, c.conversation_style, c.backstory, c.traits, c.interests, memory.list
    FROM unnest($1::varchar[], $2::int[]) d(user_id, companion_id)
    JOIN public.companions c ON c.id = d.companion_id
    LEFT JOIN LATERAL (
      SELECT jsonb_agg(jsonb_build_object('id', m.id, 'kind', m.memory_type, 'text', left(m.content, 4000),
                                          'importance', m.importance_score, 'at', m.created_at)) AS list
        FROM (SELECT x.* FROM public.companion_memories x
               WHERE x.user_id = d.user_id AND x.companion_id = d.companion_id AND x.is_active AND x.importance_score >= $4
               ORDER BY x.importance_score DESC, x.created_at DESC LIMIT $3) m) memory ON true
$$;

-- Into the pair's active conversation with the latest activity, else a new one.
CREATE FUNCTION proactive.app_deliver(users text[], companions text[], engagements bigint[], contents text[], details jsonb[],
                                      at timestamptz)
RETURNS TABLE (engagement_id bigint, message_id text, conversation_id text, message jsonb)
LANGUAGE sql VOLATILE SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
  INSERT INTO public.conversations (user_id, companion_id, title, created_at, updated_at)
  SELECT DISTINCT d.user_id, c.id, c.name, $6, $6
    FROM unnest($1::varchar[], $2::int[]) d(user_id, companion_id)
    JOIN public.companions c ON c.id = d.companion_id
   WHERE NOT EXISTS (SELECT FROM public.conversations v
                      WHERE v.user_id = d.user_id AND v.companion_id = d.companion_id AND v.is_active);

  WITH target AS (
    SELECT d.user_id, d.companion_id, d.engagement_id, d.content, d.details, d.n, active.id AS conversation_id
      FROM unnest($1::varchar[], $2::int[], $3, $4, $5) WITH ORDINALITY d(user_id, companion_id, engagement_id, content, details, n)
     CROSS JOIN LATERAL (
       SELECT v.id FROM public.conversations v
        WHERE v.user_id = d.user_id AND v.companion_id = d.companion_id AND v.is_active
        ORDER BY greatest(v.last_message_at, v.updated_at, v.created_at) DESC NULLS LAST, v.id DESC LIMIT 1) active
  ), said AS (
    INSERT INTO public.messages (conversation_id, user_id, sender_type, sender_id, content, message_type, metadata, created_at, updated_at)
    SELECT t.conversation_id, t.user_id, 'companion', t.companion_id, t.content, 'text',
           t.details || jsonb_build_object('engagement_id', t.engagement_id), $6, $6
      FROM target t ORDER BY t.n
    RETURNING id, user_id, conversation_id, (metadata ->> 'engagement_id')::bigint AS engagement_id, content, sender_id, sender_type, message_type
  ), touched AS (
    UPDATE public.conversations v SET last_message_id = s.id, last_message_at = $6, updated_at = $6
      FROM said s WHERE v.user_id = s.user_id AND v.id = s.conversation_id
  ), related AS (
    UPDATE public.relationship_progression r SET last_interaction = $6, updated_at = $6
      FROM target t WHERE r.user_id = t.user_id AND r.companion_id = t.companion_id
  )
  SELECT s.engagement_id, s.id::text, s.conversation_id::text,
         jsonb_build_object('id', s.id, 'conversation_id', s.conversation_id, 'sender_type', s.sender_type, 'sender_id', s.sender_id,
                            'content', s.content, 'message_type', s.message_type, 'created_at', clock.text, 'updated_at', clock.text)
    FROM said s CROSS JOIN (SELECT to_char($6 AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"') AS text) clock
$$;

-- The user's first message after ours, and how many within an hour of it.
CREATE FUNCTION proactive.app_answers(users text[], companions text[], engagements bigint[], messages text[], since timestamptz[])
RETURNS TABLE (engagement_id bigint, answered_at timestamptz, answer_id text, replies_1h bigint, seen_at timestamptz)
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
  SELECT d.engagement_id, answer.created_at, answer.id::text, answer.replies, ours.read_at
    FROM unnest($1::varchar[], $2::int[], $3, $4::bigint[], $5) d(user_id, companion_id, engagement_id, message_id, since)
    LEFT JOIN public.messages ours ON ours.user_id = d.user_id AND ours.id = d.message_id
    LEFT JOIN LATERAL (
      SELECT m.id, m.created_at, count(*) OVER (ORDER BY m.created_at RANGE BETWEEN CURRENT ROW AND interval '1 hour' FOLLOWING) AS replies
        FROM public.conversations v
        JOIN public.messages m ON m.user_id = v.user_id AND m.conversation_id = v.id AND m.sender_type = 'user' AND m.created_at > d.since
       WHERE v.user_id = d.user_id AND v.companion_id = d.companion_id
       ORDER BY m.created_at LIMIT 1) answer ON true
$$;
