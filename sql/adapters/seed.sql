-- The adapter for users, companions, relationship_progression, conversations, messages, companion_memories and
-- user_emotional_states of schema public (see proactive-adapter(7)).

CREATE FUNCTION proactive.app_pairs(since timestamptz)
RETURNS TABLE (user_id text, companion_id text)
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
  SELECT r.user_id::text, r.companion_id::text
    FROM public.relationship_progression r
   WHERE $1 = '-infinity'
  UNION
  SELECT r.user_id::text, r.companion_id::text
    FROM public.relationship_progression r
   WHERE r.created_at >= $1 AND r.created_at < 'infinity' AND $1 > '-infinity'
  UNION
  SELECT v.user_id::text, v.companion_id::text
    FROM public.messages m
    JOIN public.conversations v ON m.user_id = v.user_id AND m.conversation_id = v.id
   WHERE m.sender_type = 'user' AND m.created_at >= $1 AND m.created_at < 'infinity' AND $1 > '-infinity'
$$;

CREATE FUNCTION proactive.app_facts(users text[], companions text[])
RETURNS TABLE (user_id text, companion_id text, user_name text, user_active boolean, companion_name text,
               companion_active boolean, stage text, intimacy double precision, trust double precision, since timestamptz,
               last_interaction timestamptz, user_wrote_at timestamptz, user_wrote_any_at timestamptz,
               companion_wrote_at timestamptz, user_messages bigint, unread boolean, memory_importance double precision,
               mood text, mood_intensity double precision, mood_at timestamptz)
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
  SELECT d.user_id, d.companion_id::text, u.name, u.is_active, c.name, c.is_active, r.relationship_stage, r.intimacy_level,
         r.trust_level, r.created_at, r.last_interaction, said.by_user, said.by_user_to_any, said.by_companion, said.number,
         said.unread, memory.importance, mood.mood, mood.mood_intensity, mood.mood_at
    FROM unnest($1, $2::integer[]) d(user_id, companion_id)
    JOIN public.relationship_progression r ON r.user_id = d.user_id AND r.companion_id = d.companion_id
    JOIN public.users u ON u.id = d.user_id
    JOIN public.companions c ON c.id = d.companion_id
    CROSS JOIN LATERAL (
      SELECT max(a.at) FILTER (WHERE v.companion_id = d.companion_id) AS by_user, max(a.at) AS by_user_to_any,
             least(coalesce(sum(a.number) FILTER (WHERE v.companion_id = d.companion_id), 0), 100)::bigint AS number,
             max(b.at) AS by_companion, (array_agg(b.unread ORDER BY b.at DESC NULLS LAST))[1] AS unread
        FROM public.conversations v
        LEFT JOIN LATERAL (
         SELECT max(n.at) AS at, count(*) AS number
           FROM (
             SELECT m.created_at AS at FROM public.messages m
              WHERE m.user_id = v.user_id AND m.conversation_id = v.id AND m.sender_type = 'user'
              ORDER BY m.created_at DESC LIMIT CASE WHEN v.companion_id = d.companion_id THEN 100 ELSE 1 END) n) a ON true
        LEFT JOIN LATERAL (
         SELECT m.created_at AS at, NOT m.is_read AS unread FROM public.messages m
          WHERE m.user_id = v.user_id AND m.conversation_id = v.id AND m.sender_type = 'companion'
          ORDER BY m.created_at DESC LIMIT 1) b ON v.companion_id = d.companion_id
       WHERE v.user_id = d.user_id) said
    LEFT JOIN LATERAL (
      SELECT k.importance_score AS importance FROM public.companion_memories k
       WHERE k.user_id = d.user_id AND k.companion_id = d.companion_id AND k.is_active
       ORDER BY k.importance_score DESC, k.created_at DESC LIMIT 1) memory ON true
    LEFT JOIN LATERAL (
      SELECT s.emotional_state AS mood, s.intensity_score AS mood_intensity, s.created_at AS mood_at FROM public.user_emotional_states s
       WHERE s.user_id = d.user_id
       ORDER BY s.created_at DESC LIMIT 1) mood ON true
$$;

CREATE FUNCTION proactive.app_context(users text[], companions text[], most_memories int, least_importance int)
RETURNS TABLE (user_id text, companion_id text, personality text, style text, backstory text, traits jsonb, interests jsonb,
               memories jsonb)
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
  SELECT d.user_id, d.companion_id::text, c.personality, c.conversation_style, c.backstory, c.traits, c.interests, memory.list
    FROM unnest($1, $2::integer[]) d(user_id, companion_id)
    JOIN public.companions c ON c.id = d.companion_id
    LEFT JOIN LATERAL (
      SELECT jsonb_agg(jsonb_build_object('id', k.id, 'kind', k.memory_type, 'text', left(k.content, 4000),
                                          'importance', k.importance_score, 'at', k.created_at)) AS list
        FROM (SELECT * FROM public.companion_memories k
               WHERE k.user_id = d.user_id AND k.companion_id = d.companion_id AND k.is_active AND k.importance_score >= $4
               ORDER BY k.importance_score DESC, k.created_at DESC LIMIT $3) k) memory ON true
$$;

-- Into the pair's open conversation with the latest activity, else a new one.
CREATE FUNCTION proactive.app_deliver(users text[], companions text[], engagements bigint[], contents text[], details jsonb[],
                                      at timestamptz)
RETURNS TABLE (engagement_id bigint, message_id text, conversation_id text, message jsonb, disclosure_id text)
LANGUAGE sql VOLATILE SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
  INSERT INTO public.conversations (user_id, companion_id, title, created_at, updated_at)
  SELECT t.user_id, t.companion_id, t.name, $6, $6
    FROM (SELECT DISTINCT d.user_id, d.companion_id, left(c.name, 200) AS name
            FROM unnest($1, $2::integer[]) d(user_id, companion_id)
            JOIN public.companions c ON c.id = d.companion_id
           WHERE NOT EXISTS (SELECT FROM public.conversations v
                              WHERE v.user_id = d.user_id AND v.companion_id = d.companion_id AND v.is_active)) t;

  WITH target AS MATERIALIZED (
    SELECT d.user_id, d.companion_id, d.engagement_id, d.content, d.details, d.n, place.id AS conversation_id,
           CASE WHEN d.details -> 'disclosure' ->> 'form' = 'system' THEN nextval('public.messages_id_seq'::regclass) END AS disclosure_id,
           nextval('public.messages_id_seq'::regclass) AS message_id
      FROM unnest($1, $2::integer[], $3, $4, $5) WITH ORDINALITY
             d(user_id, companion_id, engagement_id, content, details, n)
     CROSS JOIN LATERAL (
       SELECT v.id AS id FROM public.conversations v
        WHERE v.user_id = d.user_id AND v.companion_id = d.companion_id AND v.is_active
        ORDER BY greatest(v.last_message_at, v.updated_at, v.created_at) DESC NULLS LAST, v.id DESC LIMIT 1) place
  ), told AS (
    INSERT INTO public.messages (id, user_id, conversation_id, sender_type, sender_id, content, message_type, metadata,
                                 created_at, updated_at)
    SELECT t.disclosure_id, t.user_id, t.conversation_id, 'companion', t.companion_id::text,
           t.details -> 'disclosure' ->> 'text', 'system', jsonb_build_object('engagement_id', t.engagement_id), $6, $6
      FROM target t WHERE t.disclosure_id IS NOT NULL ORDER BY t.n
  ), said AS (
    INSERT INTO public.messages (id, user_id, conversation_id, sender_type, sender_id, content, message_type, metadata,
                                 created_at, updated_at)
    SELECT t.message_id, t.user_id, t.conversation_id, 'companion', t.companion_id::text, t.content, 'text',
           t.details || jsonb_build_object('engagement_id', t.engagement_id), $6, $6
      FROM target t ORDER BY t.n
    RETURNING id, conversation_id, sender_type, sender_id, content, message_type
  ), touched AS (
    UPDATE public.conversations v
       SET last_message_id = t.message_id, last_message_at = $6, updated_at = $6
      FROM (SELECT DISTINCT ON (t.user_id, t.conversation_id) t.* FROM target t
             ORDER BY t.user_id, t.conversation_id, t.n DESC) t
     WHERE v.id = t.conversation_id AND v.user_id = t.user_id
  ), related AS (
    UPDATE public.relationship_progression r SET last_interaction = $6, updated_at = $6
      FROM target t WHERE r.user_id = t.user_id AND r.companion_id = t.companion_id
  )
  SELECT t.engagement_id, s.id::text, t.conversation_id::text,
         jsonb_build_object('id', CASE WHEN abs(s.id) < 9007199254740992 THEN to_jsonb(s.id) ELSE to_jsonb(s.id::text) END,
                            'conversation_id', CASE WHEN abs(s.conversation_id) < 9007199254740992 THEN to_jsonb(s.conversation_id) ELSE to_jsonb(s.conversation_id::text) END,
                            'sender_type', s.sender_type, 'sender_id', s.sender_id, 'content', s.content,
                            'message_type', s.message_type, 'created_at', clock.at, 'updated_at', clock.at),
         t.disclosure_id::text
    FROM target t JOIN said s ON s.id = t.message_id
   CROSS JOIN (SELECT to_char($6 AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"') AS at) clock
$$;

-- The user's first message after ours, and how many within an hour of it.
CREATE FUNCTION proactive.app_answers(users text[], companions text[], engagements bigint[], messages text[], since timestamptz[])
RETURNS TABLE (engagement_id bigint, answered_at timestamptz, answer_id text, replies_1h bigint, seen_at timestamptz)
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
  SELECT d.engagement_id, answer.at, answer.id::text, answer.replies, ours.read_at
    FROM unnest($1, $2::integer[], $3, $4::bigint[], $5) d(user_id, companion_id, engagement_id, message_id, since)
    LEFT JOIN public.messages ours ON ours.user_id = d.user_id AND ours.id = d.message_id
    LEFT JOIN LATERAL (
      SELECT m.id AS id, m.created_at AS at, count(*) OVER (ORDER BY m.created_at
               RANGE BETWEEN CURRENT ROW AND interval '1 hour' FOLLOWING) AS replies
        FROM public.conversations v
        JOIN public.messages m ON m.user_id = v.user_id AND m.conversation_id = v.id
       WHERE v.user_id = d.user_id AND v.companion_id = d.companion_id AND m.sender_type = 'user' AND m.created_at > d.since
       ORDER BY m.created_at LIMIT 1) answer ON true
$$;

-- When the user was there: half an hour without a word ends a session.
CREATE FUNCTION proactive.app_sessions(users text[], since timestamptz)
RETURNS TABLE (user_id text, started_at timestamptz, messages bigint, minutes double precision)
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
  SELECT s.user_id, min(s.at), count(*), extract(epoch FROM max(s.at) - min(s.at))::double precision / 60
    FROM (SELECT w.user_id, w.at, count(*) FILTER (WHERE w.is_first) OVER (PARTITION BY w.user_id ORDER BY w.at) AS nth
            FROM (SELECT d.user_id, said.at,
                         (lag(said.at) OVER (PARTITION BY d.user_id ORDER BY said.at)
                            >= said.at - interval '30 minutes') IS NOT TRUE AS is_first
                    FROM (SELECT DISTINCT a.user_id FROM unnest($1) a(user_id)) d
                   CROSS JOIN LATERAL (
                      SELECT m.created_at AS at
                        FROM public.messages m
                        JOIN public.conversations v ON m.user_id = v.user_id AND m.conversation_id = v.id
                       WHERE v.user_id = d.user_id AND m.sender_type = 'user' AND m.created_at >= $2 AND m.created_at < 'infinity') said) w) s
   GROUP BY s.user_id, s.nth
$$;
