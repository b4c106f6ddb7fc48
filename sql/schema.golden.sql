
CREATE SCHEMA proactive;

CREATE FUNCTION proactive.adapter_answers(text[], text[], bigint[], text[], timestamp with time zone[]) RETURNS TABLE(engagement_id bigint, answered_at timestamp with time zone, answer_id text, replies_1h double precision, seen_at timestamp with time zone)
    LANGUAGE sql STABLE
    AS $_$ SELECT f."engagement_id"::bigint, f."answered_at"::timestamp with time zone, pg_catalog.left(f."answer_id"::text, 200), f."replies_1h"::double precision, f."seen_at"::timestamp with time zone FROM proactive.app_answers($1 COLLATE pg_catalog."default", $2 COLLATE pg_catalog."default", $3, $4 COLLATE pg_catalog."default", $5) f $_$;

CREATE FUNCTION proactive.adapter_context(text[], text[], integer, integer) RETURNS TABLE(user_id text, companion_id text, personality text, style text, backstory text, traits jsonb, interests jsonb, memories jsonb)
    LANGUAGE sql STABLE
    AS $_$ SELECT f."user_id"::text, f."companion_id"::text, pg_catalog.left(f."personality"::text, 4000), pg_catalog.left(f."style"::text, 4000), pg_catalog.left(f."backstory"::text, 4000), CASE WHEN pg_catalog.pg_column_size(f."traits") <= 65536 THEN CASE pg_catalog.jsonb_typeof(f."traits"::jsonb) WHEN 'array' THEN (SELECT pg_catalog.jsonb_agg(pg_catalog.left(i.item #>> '{}', 200) ORDER BY i.n) FROM pg_catalog.jsonb_array_elements(pg_catalog.jsonb_path_query_array(f."traits"::jsonb, '$[0 to 49]')) WITH ORDINALITY i(item, n) WHERE pg_catalog.jsonb_typeof(i.item) IN ('string', 'number')) WHEN 'string' THEN pg_catalog.to_jsonb(pg_catalog.left(f."traits"::jsonb #>> '{}', 4000)) END END, CASE WHEN pg_catalog.pg_column_size(f."interests") <= 65536 THEN CASE pg_catalog.jsonb_typeof(f."interests"::jsonb) WHEN 'array' THEN (SELECT pg_catalog.jsonb_agg(pg_catalog.left(i.item #>> '{}', 200) ORDER BY i.n) FROM pg_catalog.jsonb_array_elements(pg_catalog.jsonb_path_query_array(f."interests"::jsonb, '$[0 to 49]')) WITH ORDINALITY i(item, n) WHERE pg_catalog.jsonb_typeof(i.item) IN ('string', 'number')) WHEN 'string' THEN pg_catalog.to_jsonb(pg_catalog.left(f."interests"::jsonb #>> '{}', 4000)) END END, CASE pg_catalog.jsonb_typeof(f."memories") WHEN 'array' THEN (SELECT pg_catalog.jsonb_agg(pg_catalog.jsonb_build_object('id', pg_catalog.left(i.item ->> 'id', 200), 'kind', pg_catalog.left(i.item ->> 'kind', 200), 'text', pg_catalog.left(i.item ->> 'text', 4000)) ORDER BY i.n) FROM pg_catalog.jsonb_array_elements(pg_catalog.jsonb_path_query_array(f."memories", '$[0 to 49]')) WITH ORDINALITY i(item, n) WHERE pg_catalog.jsonb_typeof(i.item) IN ('object')) END FROM proactive.app_context($1 COLLATE pg_catalog."default", $2 COLLATE pg_catalog."default", $3, $4) f $_$;

CREATE FUNCTION proactive.adapter_deliver(text[], text[], bigint[], text[], jsonb[], timestamp with time zone) RETURNS TABLE(engagement_id bigint, message_id text, conversation_id text, message jsonb, disclosure_id text, refused text)
    LANGUAGE sql
    AS $_$ SELECT f."engagement_id"::bigint, pg_catalog.left(f."message_id"::text, 200), pg_catalog.left(f."conversation_id"::text, 200), f."message"::jsonb, pg_catalog.left(f."disclosure_id"::text, 200), NULL::text FROM proactive.app_deliver($1 COLLATE pg_catalog."default", $2 COLLATE pg_catalog."default", $3, $4 COLLATE pg_catalog."default", $5, $6) f $_$;

CREATE FUNCTION proactive.adapter_facts(text[], text[]) RETURNS TABLE(user_id text, companion_id text, user_name text, user_active boolean, companion_name text, companion_active boolean, stage text, intimacy double precision, trust double precision, since timestamp with time zone, user_wrote_at timestamp with time zone, user_wrote_any_at timestamp with time zone, companion_wrote_at timestamp with time zone, user_messages double precision, unread boolean, last_interaction timestamp with time zone, memory_importance double precision, mood text, mood_intensity double precision, mood_at timestamp with time zone, language text, timezone text, opted_out boolean, opted_in boolean, muted_until timestamp with time zone, quiet_hours text, frequency text, max_per_day double precision, max_per_week double precision, min_gap_hours double precision, minor boolean, birthdate date, jurisdiction text, in_crisis boolean, conversation_id text, others_read boolean)
    LANGUAGE sql STABLE
    AS $_$ SELECT f."user_id"::text, f."companion_id"::text, pg_catalog.left(f."user_name"::text, 200), f."user_active"::boolean, pg_catalog.left(f."companion_name"::text, 200), f."companion_active"::boolean, pg_catalog.left(f."stage"::text, 200), f."intimacy"::double precision, f."trust"::double precision, f."since"::timestamp with time zone, f."user_wrote_at"::timestamp with time zone, f."user_wrote_any_at"::timestamp with time zone, f."companion_wrote_at"::timestamp with time zone, f."user_messages"::double precision, f."unread"::boolean, f."last_interaction"::timestamp with time zone, f."memory_importance"::double precision, pg_catalog.left(f."mood"::text, 200), f."mood_intensity"::double precision, f."mood_at"::timestamp with time zone, NULL::text, NULL::text, NULL::boolean, NULL::boolean, NULL::timestamp with time zone, NULL::text, NULL::text, NULL::double precision, NULL::double precision, NULL::double precision, NULL::boolean, NULL::date, NULL::text, NULL::boolean, NULL::text, NULL::boolean FROM proactive.app_facts($1 COLLATE pg_catalog."default", $2 COLLATE pg_catalog."default") f $_$;

CREATE FUNCTION proactive.adapter_fingerprint(functions text[]) RETURNS text
    LANGUAGE sql STABLE
    SET search_path TO 'proactive', 'pg_temp'
    AS $_$
  SELECT encode(sha256(convert_to(coalesce(string_agg(concat_ws(E'\x1f', p.proname, pg_get_function_arguments(p.oid),
           pg_get_function_result(p.oid), p.prosecdef, p.provolatile, p.proconfig::text, l.lanname, p.prosrc,
           pg_get_function_sqlbody(p.oid)), E'\x1e' ORDER BY p.proname, pg_get_function_identity_arguments(p.oid)), ''), 'UTF8')), 'hex')
    FROM pg_proc p
    JOIN pg_language l ON l.oid = p.prolang
   WHERE p.pronamespace = 'proactive'::regnamespace
     AND (p.oid::regprocedure::text = ANY ($1) OR p.proname LIKE 'app\_%'
          OR (p.proname LIKE 'adapter\_%' AND p.proname <> 'adapter_fingerprint'))
$_$;

CREATE FUNCTION proactive.adapter_pairs(timestamp with time zone) RETURNS TABLE(user_id text, companion_id text)
    LANGUAGE sql STABLE
    AS $_$ SELECT f."user_id"::text, f."companion_id"::text FROM proactive.app_pairs($1) f $_$;

CREATE FUNCTION proactive.adapter_sessions(text[], timestamp with time zone) RETURNS TABLE(user_id text, started_at timestamp with time zone, messages double precision, minutes double precision)
    LANGUAGE sql STABLE
    AS $_$ SELECT f."user_id"::text, f."started_at"::timestamp with time zone, f."messages"::double precision, f."minutes"::double precision FROM proactive.app_sessions($1 COLLATE pg_catalog."default", $2) f $_$;

CREATE FUNCTION proactive.app_answers(users text[], companions text[], engagements bigint[], messages text[], since timestamp with time zone[]) RETURNS TABLE(engagement_id bigint, answered_at timestamp with time zone, answer_id text, replies_1h bigint, seen_at timestamp with time zone)
    LANGUAGE sql STABLE SECURITY DEFINER
    SET search_path TO 'pg_catalog', 'pg_temp'
    AS $_$
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
$_$;

CREATE FUNCTION proactive.app_context(users text[], companions text[], most_memories integer, least_importance integer) RETURNS TABLE(user_id text, companion_id text, personality text, style text, backstory text, traits jsonb, interests jsonb, memories jsonb)
    LANGUAGE sql STABLE SECURITY DEFINER
    SET search_path TO 'pg_catalog', 'pg_temp'
    AS $_$
  SELECT d.user_id, d.companion_id::text, c.personality, c.conversation_style, c.backstory, c.traits, c.interests, memory.list
    FROM unnest($1, $2::integer[]) d(user_id, companion_id)
    JOIN public.companions c ON c.id = d.companion_id
    LEFT JOIN LATERAL (
      SELECT jsonb_agg(jsonb_build_object('id', k.id, 'kind', k.memory_type, 'text', left(k.content, 4000),
                                          'importance', k.importance_score, 'at', k.created_at)) AS list
        FROM (SELECT * FROM public.companion_memories k
               WHERE k.user_id = d.user_id AND k.companion_id = d.companion_id AND k.is_active AND k.importance_score >= $4
               ORDER BY k.importance_score DESC, k.created_at DESC LIMIT $3) k) memory ON true
$_$;

CREATE FUNCTION proactive.app_deliver(users text[], companions text[], engagements bigint[], contents text[], details jsonb[], at timestamp with time zone) RETURNS TABLE(engagement_id bigint, message_id text, conversation_id text, message jsonb, disclosure_id text)
    LANGUAGE sql SECURITY DEFINER
    SET search_path TO 'pg_catalog', 'pg_temp'
    AS $_$
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
$_$;

CREATE FUNCTION proactive.app_facts(users text[], companions text[]) RETURNS TABLE(user_id text, companion_id text, user_name text, user_active boolean, companion_name text, companion_active boolean, stage text, intimacy double precision, trust double precision, since timestamp with time zone, last_interaction timestamp with time zone, user_wrote_at timestamp with time zone, user_wrote_any_at timestamp with time zone, companion_wrote_at timestamp with time zone, user_messages bigint, unread boolean, memory_importance double precision, mood text, mood_intensity double precision, mood_at timestamp with time zone)
    LANGUAGE sql STABLE SECURITY DEFINER
    SET search_path TO 'pg_catalog', 'pg_temp'
    AS $_$
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
$_$;

CREATE FUNCTION proactive.app_pairs(since timestamp with time zone) RETURNS TABLE(user_id text, companion_id text)
    LANGUAGE sql STABLE SECURITY DEFINER
    SET search_path TO 'pg_catalog', 'pg_temp'
    AS $_$
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
$_$;

CREATE FUNCTION proactive.app_sessions(users text[], since timestamp with time zone) RETURNS TABLE(user_id text, started_at timestamp with time zone, messages bigint, minutes double precision)
    LANGUAGE sql STABLE SECURITY DEFINER
    SET search_path TO 'pg_catalog', 'pg_temp'
    AS $_$
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
$_$;

CREATE FUNCTION proactive.apply_privileges() RETURNS void
    LANGUAGE plpgsql
    SET search_path TO 'proactive', 'pg_temp'
    AS $$
DECLARE
  statement text;
BEGIN
  LOCK TABLE roles IN SHARE ROW EXCLUSIVE MODE; -- two at once would both change an object's rights, and one would fail
  DELETE FROM roles WHERE NOT EXISTS (SELECT FROM pg_roles r WHERE r.rolname = roles.role_name);
  FOR statement IN
    SELECT DISTINCT format('REVOKE ALL ON %s FROM %s CASCADE', h.object,
                           CASE h.grantee WHEN 0 THEN 'PUBLIC' ELSE quote_ident(pg_get_userbyid(h.grantee)) END)
      FROM held_privileges h
  LOOP
    EXECUTE statement;
  END LOOP;
  FOR statement IN
    SELECT format('GRANT USAGE ON SCHEMA proactive TO %I', r.role_name) FROM roles r
    UNION ALL
    SELECT format('GRANT %s ON %s TO %I', p.privilege, p.object, r.role_name) FROM roles r JOIN privileges p ON p.kind = r.kind
  LOOP
    EXECUTE statement;
  END LOOP;
END
$$;

CREATE FUNCTION proactive.cancel_planned(user_id text, companion_id text, engagement_type text, until timestamp with time zone, reason text) RETURNS void
    LANGUAGE plpgsql
    SET search_path TO 'proactive', 'pg_temp'
    AS $_$
#variable_conflict use_column
BEGIN
  WITH open AS (
    SELECT x.id FROM engagements x
     WHERE x.user_id = $1 AND x.engagement_status IN ('drafting', 'scheduled') AND ($2 IS NULL OR x.companion_id = $2)
       AND ($3 IS NULL OR x.engagement_type = $3) AND ($4 IS NULL OR x.scheduled_for IS NULL OR x.scheduled_for < $4)
     ORDER BY x.scheduled_for, x.id
       FOR UPDATE)
  UPDATE engagements e
     SET engagement_status = 'cancelled', reason = $5, closed_at = now(), lease_until = NULL
    FROM open
   WHERE e.user_id = $1 AND e.id = open.id;
END
$_$;

CREATE FUNCTION proactive.change_settings(names text[], new_values text[], changed_by text) RETURNS TABLE(name text, old_value text, new_value text)
    LANGUAGE sql SECURITY DEFINER
    SET search_path TO 'proactive', 'pg_temp'
    AS $_$
  WITH wanted AS (
    SELECT d.name, s.value AS old_value, d.value AS new_value, d.n
      FROM unnest($1, $2) WITH ORDINALITY d(name, value, n)
      LEFT JOIN settings s ON s.name = d.name
     WHERE s.value IS DISTINCT FROM d.value
  ), stored AS (
    INSERT INTO settings (name, value, changed_by)
    SELECT w.name, w.new_value, $3 FROM wanted w WHERE w.new_value IS NOT NULL
        ON CONFLICT (name) DO UPDATE SET value = excluded.value, changed_by = excluded.changed_by, changed_at = now()
  ), removed AS (
    DELETE FROM settings s USING wanted w WHERE s.name = w.name AND w.new_value IS NULL
  )
  INSERT INTO settings_history (name, old_value, new_value, changed_by, changed_role)
  SELECT w.name, w.old_value, w.new_value, $3, session_user FROM wanted w ORDER BY w.n
  RETURNING name, old_value, new_value;
$_$;

CREATE FUNCTION proactive.drop_calls(user_id text, reason text) RETURNS void
    LANGUAGE plpgsql
    SET search_path TO 'proactive', 'pg_temp'
    AS $_$
#variable_conflict use_column
BEGIN
  UPDATE outbox o
     SET status = 'dropped', reason = $2, body = NULL, next_at = NULL, closed_at = now()
   WHERE o.user_id = $1 AND o.status IN ('waiting', 'dead');
END
$_$;

CREATE FUNCTION proactive.flag(user_id text, kind text DEFAULT 'crisis'::text, source text DEFAULT 'app'::text, until timestamp with time zone DEFAULT NULL::timestamp with time zone, detected_at timestamp with time zone DEFAULT now()) RETURNS void
    LANGUAGE plpgsql SECURITY DEFINER
    SET search_path TO 'proactive', 'pg_temp'
    AS $_$
#variable_conflict use_column
BEGIN
  PERFORM require_id($1, 'user');
  PERFORM require($2 IN ('crisis', 'self_harm', 'harm_to_others', 'eating_disorder', 'bereavement', 'other'),
                 format('there is no kind of flag %s: use crisis, self_harm, harm_to_others, eating_disorder, bereavement or other', left($2, 80)));
  PERFORM require(char_length($3) BETWEEN 1 AND 100, 'the source of a flag is a text of 1 to 100 characters: the part of the app that has found out');
  PERFORM require($5 > '-infinity', 'a flag was detected at some time: give it, or none for now');
  IF NOT EXISTS (SELECT FROM preferences p WHERE p.user_id = $1 AND p.erased_at IS NOT NULL) THEN
    INSERT INTO safety_flags (user_id, kind, source, detected_at, until) VALUES ($1, $2, $3, least($5, now()), $4)
        ON CONFLICT (user_id, kind, source) WHERE released_at IS NULL
        DO UPDATE SET detected_at = greatest(safety_flags.detected_at, excluded.detected_at),
                      until = greatest(safety_flags.until, excluded.until);
  END IF;
  PERFORM cancel_planned($1, NULL, NULL, NULL, 'crisis');
END
$_$;

COMMENT ON FUNCTION proactive.flag(user_id text, kind text, source text, until timestamp with time zone, detected_at timestamp with time zone) IS 'the user is not well: no companion writes for crisis_hours, nor before until, nor before release; what is planned is cancelled';

CREATE FUNCTION proactive.forget(user_id text) RETURNS void
    LANGUAGE plpgsql SECURITY DEFINER
    SET search_path TO 'proactive', 'pg_temp'
    AS $_$
#variable_conflict use_column
BEGIN
  PERFORM require_id($1, 'user');
  INSERT INTO preferences (user_id, enabled, erased_at) VALUES ($1, false, now())
      ON CONFLICT (user_id) DO UPDATE SET enabled = false, erased_at = excluded.erased_at, created_at = excluded.created_at, updated_at = excluded.updated_at, opted_out_at = NULL,
         consent_at = NULL, consent_version = NULL, consent_source = NULL, timezone = NULL, language = NULL, quiet_hours = NULL,
         frequency = NULL, max_per_day = NULL, max_per_week = NULL, min_gap_hours = NULL;
  PERFORM e.id FROM engagements e WHERE e.user_id = $1 ORDER BY e.scheduled_for, e.id FOR UPDATE;
  DELETE FROM forgotten_counts c WHERE c.day < (now() AT TIME ZONE 'UTC')::date;
  INSERT INTO forgotten_counts AS c
  SELECT d.day, t.kind, t.engagement_type, t.status, t.reason, t.model, count(*), sum(t.llm_calls), sum(t.tokens_in), sum(t.tokens_out)
    FROM told_engagements t
   CROSS JOIN (SELECT (now() AT TIME ZONE 'UTC')::date) d(day)
   WHERE t.user_id = $1 AND t.at >= d.day AT TIME ZONE 'UTC'
   GROUP BY d.day, t.kind, t.engagement_type, t.status, t.reason, t.model
      ON CONFLICT (day, kind, engagement_type, status, reason, model) DO UPDATE
     SET engagements = c.engagements + excluded.engagements, llm_calls = c.llm_calls + excluded.llm_calls,
         tokens_in = c.tokens_in + excluded.tokens_in, tokens_out = c.tokens_out + excluded.tokens_out;
  DELETE FROM engagements e WHERE e.user_id = $1;
  DELETE FROM exposures x WHERE x.user_id = $1;
  DELETE FROM mutes m WHERE m.user_id = $1;
  DELETE FROM safety_flags f WHERE f.user_id = $1;
  DELETE FROM pairs p WHERE p.user_id = $1;
  -- A run that was planning a message held the pair until it was committed: what it has claimed meanwhile goes as well.
  DELETE FROM engagements e WHERE e.user_id = $1;
  UPDATE runs r
     SET errors = (SELECT jsonb_agg(CASE WHEN names_user(e.sentence, $1) THEN 'a user who was forgotten'
                                         ELSE e.sentence END ORDER BY e.n)
                     FROM jsonb_array_elements_text(r.errors) WITH ORDINALITY e(sentence, n))
   WHERE r.errors <> '[]'
     AND EXISTS (SELECT FROM jsonb_array_elements_text(r.errors) e(sentence) WHERE names_user(e.sentence, $1));
END
$_$;

COMMENT ON FUNCTION proactive.forget(user_id text) IS 'removes all that the tool holds of the user, but that the user must not be written to; the app''s own tables stay as they are';

CREATE FUNCTION proactive.is_date(name text) RETURNS boolean
    LANGUAGE sql STABLE PARALLEL SAFE
    RETURN CASE WHEN (name ~ '^[2-9][0-9]{3}-(0[1-9]|1[0-2])-(0[1-9]|[12][0-9]|3[01])$'::text) THEN (to_char((((make_date(("left"(name, 4))::integer, (substr(name, 6, 2))::integer, 1) + ("right"(name, 2))::integer) - 1))::timestamp with time zone, 'YYYY-MM-DD'::text) = name) ELSE false END;

CREATE TABLE proactive.leases (
    command text NOT NULL,
    slice smallint NOT NULL,
    holder text NOT NULL,
    lease_until timestamp with time zone NOT NULL,
    backend_pid integer,
    backend_started timestamp with time zone,
    renewed_at timestamp with time zone,
    CONSTRAINT leases_command_check CHECK ((command = ANY (ARRAY['schedule'::text, 'process'::text, 'upkeep'::text]))),
    CONSTRAINT leases_slice_check CHECK (((slice >= 0) AND (slice <= 63)))
);

CREATE FUNCTION proactive.is_held(lease proactive.leases) RETURNS boolean
    LANGUAGE sql STABLE
    SET search_path TO 'pg_catalog', 'pg_temp'
    AS $_$
  SELECT $1.lease_until >= now()
     AND ($1.backend_pid IS NULL OR $1.renewed_at >= now() - interval '2 seconds'
          OR EXISTS (SELECT FROM pg_stat_get_activity($1.backend_pid) a WHERE coalesce(a.backend_start = $1.backend_started, true)))
$_$;

CREATE FUNCTION proactive.is_quiet_window(item jsonb) RETURNS boolean
    LANGUAGE sql IMMUTABLE PARALLEL SAFE
    RETURN CASE jsonb_typeof(item) WHEN 'null'::text THEN true WHEN 'string'::text THEN ((item #>> '{}'::text[]) ~ '^([01][0-9]|2[0-3]):[0-5][0-9]-(([01][0-9]|2[0-3]):[0-5][0-9]|24:00)$'::text) WHEN 'object'::text THEN (((item - '{start,end}'::text[]) = '{}'::jsonb) AND COALESCE((((item ->> 'start'::text) ~ '^([01][0-9]|2[0-3]):[0-5][0-9]$'::text) AND ((item ->> 'end'::text) ~ '^(([01][0-9]|2[0-3]):[0-5][0-9]|24:00)$'::text)), false)) ELSE false END;

CREATE FUNCTION proactive.is_quiet_hours(hours jsonb) RETURNS boolean
    LANGUAGE sql STABLE PARALLEL SAFE
    SET search_path TO 'proactive', 'pg_temp'
    RETURN CASE WHEN ((jsonb_typeof(hours) <> 'object'::text) OR (hours ?| '{start,end}'::text[])) THEN proactive.is_quiet_window(hours) ELSE (((hours - '{default,days,dates}'::text[]) = '{}'::jsonb) AND proactive.is_quiet_window(COALESCE((hours -> 'default'::text), 'null'::jsonb)) AND (jsonb_typeof(COALESCE((hours -> 'days'::text), '{}'::jsonb)) = 'object'::text) AND (jsonb_typeof(COALESCE((hours -> 'dates'::text), '{}'::jsonb)) = 'object'::text) AND (NOT (EXISTS (SELECT FROM jsonb_path_query(is_quiet_hours.hours, '$."days".keyvalue()'::jsonpath) d(item) WHERE ((lower((d.item ->> 'key'::text)) !~ '^(mon(day)?|tue(sday)?|wed(nesday)?|thu(rsday)?|fri(day)?|sat(urday)?|sun(day)?)$'::text) OR (NOT proactive.is_quiet_window((d.item -> 'value'::text))))))) AND (NOT (EXISTS (SELECT FROM jsonb_path_query(is_quiet_hours.hours, '$."dates".keyvalue()'::jsonpath) d(item) WHERE ((NOT proactive.is_date((d.item ->> 'key'::text))) OR (NOT proactive.is_quiet_window((d.item -> 'value'::text)))))))) END;

CREATE FUNCTION proactive.is_whole_number(item jsonb, highest integer) RETURNS boolean
    LANGUAGE sql IMMUTABLE PARALLEL SAFE
    RETURN CASE jsonb_typeof(item) WHEN 'number'::text THEN ((((item)::numeric >= (0)::numeric) AND ((item)::numeric <= (highest)::numeric)) AND (((item)::numeric % (1)::numeric) = (0)::numeric)) ELSE false END;

CREATE FUNCTION proactive.mute(user_id text, companion_id text DEFAULT NULL::text, engagement_type text DEFAULT NULL::text, until timestamp with time zone DEFAULT NULL::timestamp with time zone) RETURNS void
    LANGUAGE plpgsql SECURITY DEFINER
    SET search_path TO 'proactive', 'pg_temp'
    AS $_$
#variable_conflict use_column
BEGIN
  PERFORM require_id($1, 'user');
  PERFORM require_id($2, 'companion') WHERE $2 IS NOT NULL;
  PERFORM require($3 IS NULL OR $3 IN ('check_in', 'memory_reminder', 'topic_suggestion', 'emotional_support'),
                 format('there is no type %s: use check_in, memory_reminder, topic_suggestion or emotional_support', left($3, 80)));
  PERFORM require($4 IS NULL OR $4 > now(), 'a mute ends in the future: give a later time, or none for ever');
  PERFORM require_not_erased($1);
  INSERT INTO mutes (user_id, companion_id, engagement_type, until) VALUES ($1, $2, $3, nullif($4, 'infinity'))
      ON CONFLICT ON CONSTRAINT mutes_scope DO UPDATE SET until = excluded.until, created_at = excluded.created_at;
  PERFORM cancel_planned($1, $2, $3, $4, CASE WHEN $2 IS NULL AND $3 IS NULL THEN 'snoozed' ELSE 'muted' END);
  PERFORM note_objection($1, $2, $3);
  PERFORM wake_pairs($1);
END
$_$;

COMMENT ON FUNCTION proactive.mute(user_id text, companion_id text, engagement_type text, until timestamp with time zone) IS 'the user wants nothing (of this companion, of this type) until then; no time: for ever';

CREATE FUNCTION proactive.names_user(sentence text, user_id text) RETURNS boolean
    LANGUAGE sql IMMUTABLE
    SET search_path TO 'pg_catalog', 'pg_temp'
    AS $_$
  SELECT strpos($1, $2) > 0
     AND $1 ~ (CASE WHEN $2 ~ '^[0-9]*$' OR char_length($2) < 6 THEN '\m[Uu]ser([ _]?id)?[^[:alnum:]]{1,3}' ELSE '(^|[^[:alnum:]])' END
               || regexp_replace($2, '([^[:alnum:]])', '\\\1', 'g') || '($|[^[:alnum:]])');
$_$;

CREATE FUNCTION proactive.newest_deliveries(users text[], companions text[], most bigint) RETURNS TABLE(user_id text, companion_id text, engagement_type text, sent_at timestamp with time zone, silent_since timestamp with time zone)
    LANGUAGE plpgsql STABLE
    SET search_path TO 'proactive', 'pg_temp'
    AS $_$
#variable_conflict use_column
BEGIN
  RETURN QUERY
  SELECT d.user_id, n.companion_id, n.engagement_type, n.sent_at, n.silent_since
    FROM unnest($1, $2) d(user_id, companion_id)
   CROSS JOIN LATERAL (
     SELECT e.companion_id, e.engagement_type, e.sent_at, e.silent_since
       FROM engagements e
      WHERE e.user_id = d.user_id AND (d.companion_id IS NULL OR e.companion_id = d.companion_id) AND e.sent_at IS NOT NULL
      ORDER BY e.sent_at DESC
      LIMIT $3) n;
END
$_$;

CREATE FUNCTION proactive.note_objection(user_id text, companion_id text, engagement_type text) RETURNS void
    LANGUAGE plpgsql
    SET search_path TO 'proactive', 'pg_temp'
    AS $_$
#variable_conflict use_column
BEGIN
  UPDATE engagements e
     SET negative_at = now()
   WHERE e.user_id = $1 AND e.sent_at > now() - interval '24 hours' AND e.sent_at <= now() AND e.negative_at IS NULL
     AND ($2 IS NULL OR e.companion_id = $2) AND ($3 IS NULL OR e.engagement_type = $3);
END
$_$;

CREATE FUNCTION proactive.opt_in(user_id text, version text, source text) RETURNS void
    LANGUAGE plpgsql SECURITY DEFINER
    SET search_path TO 'proactive', 'pg_temp'
    AS $_$
#variable_conflict use_column
BEGIN
  PERFORM require_id($1, 'user');
  PERFORM require(trim($2) <> '' AND char_length($2) <= 200, 'the version of the text that the user has agreed to has 1 to 200 characters');
  PERFORM require(trim($3) <> '' AND char_length($3) <= 200, 'where the user has agreed is told by 1 to 200 characters');
  INSERT INTO preferences (user_id, enabled, consent_at, consent_version, consent_source) VALUES ($1, true, now(), $2, $3)
      ON CONFLICT (user_id) DO UPDATE SET enabled = true, consent_at = excluded.consent_at, consent_version = excluded.consent_version,
         consent_source = excluded.consent_source, erased_at = NULL, updated_at = excluded.updated_at;
  PERFORM wake_pairs($1);
END
$_$;

COMMENT ON FUNCTION proactive.opt_in(user_id text, version text, source text) IS 'the user agrees to be written to: to which version of which text, and where';

CREATE FUNCTION proactive.opt_out(user_id text) RETURNS void
    LANGUAGE plpgsql SECURITY DEFINER
    SET search_path TO 'proactive', 'pg_temp'
    AS $_$
#variable_conflict use_column
BEGIN
  PERFORM require_id($1, 'user');
  INSERT INTO preferences (user_id, enabled, opted_out_at) VALUES ($1, false, now())
      ON CONFLICT (user_id) DO UPDATE SET enabled = false, updated_at = excluded.updated_at,
         opted_out_at = CASE WHEN preferences.enabled IS FALSE THEN preferences.opted_out_at ELSE excluded.opted_out_at END;
  PERFORM cancel_planned($1, NULL, NULL, NULL, 'opted_out');
  PERFORM drop_calls($1, 'opted_out');
  PERFORM note_objection($1, NULL, NULL);
END
$_$;

COMMENT ON FUNCTION proactive.opt_out(user_id text) IS 'the user is not written to any more; what is planned is cancelled';

CREATE FUNCTION proactive.preference_problem(name text, value jsonb) RETURNS text
    LANGUAGE sql STABLE
    SET search_path TO 'proactive', 'pg_temp'
    AS $_$
  SELECT CASE
    WHEN $1 NOT IN ('timezone', 'language', 'quiet_hours', 'frequency', 'max_per_day', 'max_per_week', 'min_gap_hours') THEN
      format('there is no preference %s: use timezone, language, quiet_hours, frequency, max_per_day, max_per_week or min_gap_hours',
             left($1, 80))
    WHEN jsonb_typeof($2) = 'null' THEN NULL
    WHEN $1 = 'timezone' AND NOT (jsonb_typeof($2) = 'string'
                                  AND EXISTS (SELECT FROM pg_timezone_names z WHERE z.name = $2 #>> '{}'
                                                 AND z.name !~ '^((posix|right)/|(posixrules|Factory|localtime)$)')) THEN
      'timezone is a name of the IANA time-zone data such as Europe/Berlin'
    WHEN $1 = 'language' AND NOT (jsonb_typeof($2) = 'string' AND $2 #>> '{}' ~ '^[A-Za-z]{2,3}([-_][A-Za-z0-9]{1,8}){0,8}$') THEN
      'language is a language tag such as en or pt-BR'
    WHEN $1 = 'quiet_hours' AND NOT (is_quiet_hours($2) AND octet_length($2::text) <= 10000) THEN
      'quiet_hours is a window such as "22:00-08:00", or {"default": window, "days": {"sat": window}, "dates": {"2026-12-24": null}}'
    WHEN $1 = 'frequency' AND $2 NOT IN ('"rarely"', '"sometimes"', '"normal"') THEN 'frequency is rarely, sometimes or normal'
    WHEN $1 IN ('max_per_day', 'max_per_week') AND NOT is_whole_number($2, 1000) THEN
      $1 || ' is a whole number of messages from 0 to 1000'
    WHEN $1 = 'min_gap_hours' AND NOT is_whole_number($2, 8760) THEN 'min_gap_hours is a whole number of hours from 0 to 8760'
  END;
$_$;

CREATE FUNCTION proactive.recheck(user_id text, companion_id text) RETURNS void
    LANGUAGE plpgsql SECURITY DEFINER
    SET search_path TO 'proactive', 'pg_temp'
    AS $_$
DECLARE
  is_known boolean := false;
BEGIN
  PERFORM require_id($1, 'user'), require_id($2, 'companion');
  UPDATE pairs p SET next_check_at = least(p.next_check_at, now()) WHERE p.user_id = $1 AND p.companion_id = $2;
  IF FOUND OR EXISTS (SELECT FROM preferences p WHERE p.user_id = $1 AND p.erased_at IS NOT NULL) THEN
    RETURN;
  END IF;
  BEGIN
    is_known := to_regprocedure('adapter_facts(text[], text[])') IS NULL;
    IF NOT is_known THEN
      is_known := EXISTS (SELECT FROM adapter_facts(ARRAY[$1], ARRAY[$2]));
    END IF;
  EXCEPTION WHEN OTHERS THEN
    is_known := false;
  END;
  IF NOT is_known THEN
    RAISE NOTICE 'the app knows no pair of this user and this companion, so that there is nothing to look at: give the ids as app_facts returns them';
    RETURN;
  END IF;
  INSERT INTO pairs (user_id, companion_id, next_check_at) VALUES ($1, $2, now())
      ON CONFLICT ON CONSTRAINT pairs_pkey DO UPDATE SET next_check_at = least(pairs.next_check_at, excluded.next_check_at);
END
$_$;

COMMENT ON FUNCTION proactive.recheck(user_id text, companion_id text) IS 'something about the pair has changed: the next schedule looks at it';

CREATE FUNCTION proactive.release(user_id text, released_by text) RETURNS bigint
    LANGUAGE plpgsql SECURITY DEFINER
    SET search_path TO 'proactive', 'pg_temp'
    AS $_$
#variable_conflict use_column
DECLARE
  changed bigint;
BEGIN
  PERFORM require_id($1, 'user');
  PERFORM require(char_length($2) BETWEEN 1 AND 100, 'who releases is a text of 1 to 100 characters: name whoever has looked after the user');
  PERFORM wake_pairs($1);
  UPDATE safety_flags f SET released_at = now(), released_by = $2 WHERE f.user_id = $1 AND f.released_at IS NULL;
  GET DIAGNOSTICS changed = ROW_COUNT;
  RETURN changed;
END
$_$;

COMMENT ON FUNCTION proactive.release(user_id text, released_by text) IS 'somebody has looked after the user: no flag holds longer than its hours; returns how many did';

CREATE FUNCTION proactive.remove_engagements(days_unsent integer, days_sent integer, newest_of_pair bigint, as_of timestamp with time zone, after_user text, after_id bigint, last_user text, last_id bigint) RETURNS bigint
    LANGUAGE plpgsql SECURITY DEFINER
    SET search_path TO 'proactive', 'pg_temp'
    AS $_$
#variable_conflict use_column
DECLARE
  changed bigint;
BEGIN
  PERFORM require($1 >= 30 AND $2 >= $1, 'engagements are kept for 30 days at least');
  WITH old AS (
    SELECT x.user_id, x.id FROM engagements x
     WHERE x.user_id BETWEEN $5 AND $7 AND (x.user_id, x.id) > ($5, $6) AND (x.user_id, x.id) <= ($7, $8)
       AND (x.settle_at IS NULL OR x.engagement_status = 'ghost')
       AND (x.closed_at < least(now(), $4) - $1 * interval '1 day'
            OR (x.sent_at < least(now(), $4) - $2 * interval '1 day'
                AND (SELECT count(*) FROM (SELECT FROM engagements n
                                            WHERE n.user_id = x.user_id AND n.companion_id = x.companion_id AND n.sent_at > x.sent_at
                                            LIMIT $3) newer) = $3))
  )
  DELETE FROM engagements e USING old WHERE e.user_id = old.user_id AND e.id = old.id;
  GET DIAGNOSTICS changed = ROW_COUNT;
  RETURN changed;
END
$_$;

CREATE FUNCTION proactive.require(holds boolean, sentence text) RETURNS void
    LANGUAGE plpgsql
    SET search_path TO 'proactive', 'pg_temp'
    AS $$
BEGIN
  IF holds IS NOT TRUE THEN
    RAISE EXCEPTION USING ERRCODE = 'invalid_parameter_value', MESSAGE = sentence;
  END IF;
END
$$;

CREATE FUNCTION proactive.require_id(id text, of_whom text) RETURNS void
    LANGUAGE sql
    SET search_path TO 'proactive', 'pg_temp'
    AS $_$
  SELECT require(octet_length($1) BETWEEN 1 AND 200,
                 format('the id of a %s is a text of 1 to 200 bytes: give it as app_facts returns it', $2));
$_$;

CREATE FUNCTION proactive.require_not_erased(user_id text) RETURNS void
    LANGUAGE plpgsql
    SET search_path TO 'proactive', 'pg_temp'
    AS $_$
#variable_conflict use_column
BEGIN
  PERFORM require(NOT EXISTS (SELECT FROM preferences p WHERE p.user_id = $1 AND p.erased_at IS NOT NULL),
                 'the user was erased, and nothing is held of who was: call opt_in first');
END
$_$;

CREATE FUNCTION proactive.set_preferences(user_id text, preferences jsonb) RETURNS void
    LANGUAGE plpgsql SECURITY DEFINER
    SET search_path TO 'proactive', 'pg_temp'
    AS $_$
#variable_conflict use_column
BEGIN
  PERFORM require_id($1, 'user');
  PERFORM require(jsonb_typeof($2) = 'object', 'preferences are a JSON object such as {"frequency": "sometimes"}');
  PERFORM require(false, w.problem)
    FROM (SELECT preference_problem(d.name, d.value) AS problem FROM jsonb_each($2) d(name, value) ORDER BY d.name) w
   WHERE w.problem IS NOT NULL;
  PERFORM require_not_erased($1);
  INSERT INTO preferences (user_id) VALUES ($1) ON CONFLICT DO NOTHING;
  UPDATE preferences p
     SET timezone = CASE WHEN $2 ? 'timezone' THEN $2 ->> 'timezone' ELSE p.timezone END,
         language = CASE WHEN $2 ? 'language' THEN $2 ->> 'language' ELSE p.language END,
         quiet_hours = CASE WHEN $2 ? 'quiet_hours' THEN nullif($2 -> 'quiet_hours', 'null') ELSE p.quiet_hours END,
         frequency = CASE WHEN $2 ? 'frequency' THEN $2 ->> 'frequency' ELSE p.frequency END,
         max_per_day = CASE WHEN $2 ? 'max_per_day' THEN ($2 ->> 'max_per_day')::numeric::integer ELSE p.max_per_day END,
         max_per_week = CASE WHEN $2 ? 'max_per_week' THEN ($2 ->> 'max_per_week')::numeric::integer ELSE p.max_per_week END,
         min_gap_hours = CASE WHEN $2 ? 'min_gap_hours' THEN ($2 ->> 'min_gap_hours')::numeric::integer ELSE p.min_gap_hours END,
         updated_at = now()
   WHERE p.user_id = $1;
  PERFORM wake_pairs($1);
END
$_$;

COMMENT ON FUNCTION proactive.set_preferences(user_id text, preferences jsonb) IS 'what the user wishes: timezone, language, quiet_hours, frequency, max_per_day, max_per_week, min_gap_hours; null removes one';

CREATE FUNCTION proactive.shard(slice smallint) RETURNS integer
    LANGUAGE sql IMMUTABLE PARALLEL SAFE
    RETURN 0;

CREATE FUNCTION proactive.slice(user_id text) RETURNS smallint
    LANGUAGE sql IMMUTABLE STRICT PARALLEL SAFE
    RETURN ((((hashtext(user_id))::bigint + '2147483648'::bigint) >> 26))::smallint;

CREATE FUNCTION proactive.store_attachments(documents bytea[]) RETURNS TABLE(id bigint)
    LANGUAGE plpgsql SECURITY DEFINER
    SET search_path TO 'proactive', 'pg_temp'
    AS $$
BEGIN
  PERFORM FROM pg_class c JOIN pg_roles o ON o.oid = c.relowner
    WHERE c.oid = to_regclass('public.socket_io_attachments') AND c.relkind = 'r' AND (o.rolname = current_user OR o.rolsuper);
  IF NOT FOUND THEN
    RETURN;
  END IF;
  RETURN QUERY
    INSERT INTO public.socket_io_attachments AS t (created_at, payload)
    SELECT clock_timestamp() + interval '5 minutes', d.document
      FROM unnest(documents) WITH ORDINALITY d(document, n)
     ORDER BY d.n
    RETURNING t.id;
END
$$;

CREATE FUNCTION proactive.unmute(user_id text, companion_id text DEFAULT NULL::text, engagement_type text DEFAULT NULL::text) RETURNS bigint
    LANGUAGE plpgsql SECURITY DEFINER
    SET search_path TO 'proactive', 'pg_temp'
    AS $_$
#variable_conflict use_column
DECLARE
  changed bigint;
BEGIN
  PERFORM require_id($1, 'user');
  PERFORM wake_pairs($1);
  DELETE FROM mutes m
   WHERE m.user_id = $1 AND m.companion_id IS NOT DISTINCT FROM $2 AND m.engagement_type IS NOT DISTINCT FROM $3;
  GET DIAGNOSTICS changed = ROW_COUNT;
  RETURN changed;
END
$_$;

COMMENT ON FUNCTION proactive.unmute(user_id text, companion_id text, engagement_type text) IS 'removes the mute of exactly this scope; returns how many that were';

CREATE FUNCTION proactive.wake_pairs(user_id text) RETURNS void
    LANGUAGE plpgsql
    SET search_path TO 'proactive', 'pg_temp'
    AS $_$
#variable_conflict use_column
BEGIN
  UPDATE pairs p SET next_check_at = now() WHERE p.user_id = $1 AND p.next_check_at > now();
END
$_$;

CREATE TABLE proactive.adapter (
    only_one boolean DEFAULT true NOT NULL,
    name text NOT NULL,
    source text NOT NULL,
    functions text[] NOT NULL,
    fingerprint text NOT NULL,
    installed_at timestamp with time zone DEFAULT now() NOT NULL,
    installed_by text NOT NULL,
    CONSTRAINT adapter_only_one_check CHECK (only_one)
);

COMMENT ON COLUMN proactive.adapter.functions IS 'what it has made in this schema: removed with it';

CREATE TABLE proactive.deliveries (
    user_id text NOT NULL COLLATE pg_catalog."C",
    engagement_id bigint NOT NULL,
    message_id text,
    conversation_id text,
    delivered_at timestamp with time zone NOT NULL
);

CREATE TABLE proactive.disclosure_texts (
    language text NOT NULL,
    version text NOT NULL,
    body text NOT NULL,
    created_at timestamp with time zone DEFAULT clock_timestamp() NOT NULL,
    CONSTRAINT disclosure_texts_body_check CHECK ((((char_length(body) >= 2) AND (char_length(body) <= 300)) AND (body !~ '[[:cntrl:]]'::text))),
    CONSTRAINT disclosure_texts_language_check CHECK ((language ~ '^[a-z]{2,3}(-[A-Za-z0-9]{2,8})*$'::text)),
    CONSTRAINT disclosure_texts_version_check CHECK (((char_length(version) >= 1) AND (char_length(version) <= 40)))
);

CREATE TABLE proactive.discovery (
    only_one boolean DEFAULT true NOT NULL,
    asked_at timestamp with time zone DEFAULT '-infinity'::timestamp with time zone NOT NULL,
    full_at timestamp with time zone DEFAULT '-infinity'::timestamp with time zone NOT NULL,
    CONSTRAINT discovery_only_one_check CHECK (only_one)
);

CREATE TABLE proactive.engagements (
    user_id text NOT NULL COLLATE pg_catalog."C",
    id bigint NOT NULL,
    companion_id text NOT NULL COLLATE pg_catalog."C",
    conversation_id text COLLATE pg_catalog."C",
    engagement_type text NOT NULL,
    safe boolean DEFAULT false NOT NULL,
    engagement_content text,
    scheduled_for timestamp with time zone,
    held_from timestamp with time zone,
    choice jsonb,
    sent_at timestamp with time zone,
    user_response text,
    engagement_status text NOT NULL,
    created_at timestamp with time zone NOT NULL,
    closed_at timestamp with time zone,
    silent_since timestamp with time zone,
    relationship_stage text NOT NULL,
    writer text,
    template_id bigint,
    template_set text,
    reason text,
    error text,
    attempt integer DEFAULT 1 NOT NULL,
    lease_until timestamp with time zone,
    run_id text NOT NULL,
    approved_at timestamp with time zone DEFAULT now(),
    approved_by text,
    reviewed_for text DEFAULT ''::text NOT NULL,
    proof jsonb,
    disclosure jsonb,
    llm_model text,
    llm_calls integer,
    tokens_in bigint,
    tokens_out bigint,
    latency_ms bigint,
    refusals jsonb,
    memory_ids jsonb,
    local_hour smallint,
    local_weekday smallint,
    responded_at timestamp with time zone,
    response_id text,
    replies_1h bigint,
    seen_at timestamp with time zone,
    negative_at timestamp with time zone,
    settle_at timestamp with time zone,
    CONSTRAINT engagements_approved CHECK (((approved_at IS NOT NULL) OR ((sent_at IS NULL) AND (approved_by IS NULL)))),
    CONSTRAINT engagements_approved_by CHECK (((char_length(approved_by) >= 1) AND (char_length(approved_by) <= 100))),
    CONSTRAINT engagements_attempt CHECK (((attempt >= 1) AND (attempt <= 5))),
    CONSTRAINT engagements_choice CHECK ((jsonb_typeof(choice) = 'object'::text)),
    CONSTRAINT engagements_clock CHECK ((((local_hour >= 0) AND (local_hour <= 23)) AND ((local_weekday >= 1) AND (local_weekday <= 7)))),
    CONSTRAINT engagements_closed CHECK (((engagement_status = 'ghost'::text) OR ((engagement_status = ANY (ARRAY['cancelled'::text, 'expired'::text, 'failed'::text])) = (closed_at IS NOT NULL)))),
    CONSTRAINT engagements_content CHECK (((char_length(engagement_content) >= 1) AND (char_length(engagement_content) <= 4000))),
    CONSTRAINT engagements_cost CHECK ((LEAST((llm_calls)::bigint, tokens_in, tokens_out, latency_ms) >= 0)),
    CONSTRAINT engagements_ghost CHECK (((engagement_status <> 'ghost'::text) OR ((scheduled_for IS NOT NULL) AND (num_nonnulls(engagement_content, writer, template_id, template_set, llm_model, memory_ids, error) = 0)))),
    CONSTRAINT engagements_held CHECK ((held_from < scheduled_for)),
    CONSTRAINT engagements_lease CHECK (((engagement_status = 'drafting'::text) = (lease_until IS NOT NULL))),
    CONSTRAINT engagements_lists CHECK (((jsonb_typeof(refusals) = 'array'::text) AND (jsonb_typeof(memory_ids) = 'array'::text))),
    CONSTRAINT engagements_llm CHECK (((writer <> 'llm'::text) OR ((llm_calls >= 1) AND (llm_model IS NOT NULL)))),
    CONSTRAINT engagements_outcome CHECK (((engagement_status <> 'responded'::text) OR (responded_at IS NOT NULL))),
    CONSTRAINT engagements_reason CHECK (
CASE engagement_status
    WHEN 'ghost'::text THEN ((reason IS NULL) OR (closed_at IS NOT NULL))
    ELSE ((engagement_status = ANY (ARRAY['cancelled'::text, 'expired'::text, 'failed'::text])) = (reason IS NOT NULL))
END),
    CONSTRAINT engagements_safe CHECK (((NOT safe) OR ((engagement_type = 'emotional_support'::text) AND (COALESCE(writer, 'template'::text) = 'template'::text)))),
    CONSTRAINT engagements_sent CHECK (((engagement_status = ANY (ARRAY['sent'::text, 'responded'::text, 'ignored'::text])) = (sent_at IS NOT NULL))),
    CONSTRAINT engagements_stage CHECK ((relationship_stage = ANY (ARRAY['stranger'::text, 'acquaintance'::text, 'friend'::text, 'close_friend'::text, 'intimate'::text, 'partner'::text]))),
    CONSTRAINT engagements_status CHECK ((engagement_status = ANY (ARRAY['drafting'::text, 'scheduled'::text, 'sent'::text, 'responded'::text, 'ignored'::text, 'cancelled'::text, 'expired'::text, 'failed'::text, 'ghost'::text]))),
    CONSTRAINT engagements_type CHECK ((engagement_type = ANY (ARRAY['check_in'::text, 'memory_reminder'::text, 'topic_suggestion'::text, 'emotional_support'::text]))),
    CONSTRAINT engagements_unasked CHECK (((sent_at IS NOT NULL) OR (num_nonnulls(responded_at, settle_at) = 0) OR ((engagement_status = 'ghost'::text) AND (closed_at IS NOT NULL) AND (reason IS NULL)))),
    CONSTRAINT engagements_unsent CHECK (((sent_at IS NOT NULL) OR (num_nonnulls(seen_at, negative_at, proof, disclosure) = 0))),
    CONSTRAINT engagements_writer CHECK ((writer = ANY (ARRAY['template'::text, 'llm'::text, 'fallback'::text]))),
    CONSTRAINT engagements_written CHECK (((engagement_status = ANY (ARRAY['drafting'::text, 'cancelled'::text, 'failed'::text, 'ghost'::text])) OR ((scheduled_for IS NOT NULL) AND (writer IS NOT NULL) AND ((engagement_content IS NOT NULL) OR (sent_at IS NOT NULL)))))
);

COMMENT ON COLUMN proactive.engagements.conversation_id IS 'the app''s conversation, where several companions share one';

COMMENT ON COLUMN proactive.engagements.safe IS 'for a user in distress: written from a template that is marked safe';

COMMENT ON COLUMN proactive.engagements.held_from IS 'the slot that it was written for, where a rule has moved scheduled_for to a later one';

COMMENT ON COLUMN proactive.engagements.engagement_status IS 'ghost: its user is held out, and a message would have been planned: closed_at is when it would have been sent, or, with a reason, not';

COMMENT ON COLUMN proactive.engagements.silent_since IS 'the user''s last sign when this was planned: what delivering it may overwrite in the app';

COMMENT ON COLUMN proactive.engagements.approved_at IS 'null: it waits for proactive config queue approve, and is not due before';

COMMENT ON COLUMN proactive.engagements.approved_by IS 'null: no approval was asked for';

COMMENT ON COLUMN proactive.engagements.reviewed_for IS 'faults besides those of all messages that this one was found not to have: come_back romance';

COMMENT ON COLUMN proactive.engagements.proof IS 'consent, age, jurisdiction, policies, local time, settings and program as they were at sent_at';

COMMENT ON COLUMN proactive.engagements.disclosure IS 'how the user was told with it that an AI writes: form, language and version of disclosure_texts; null: was not';

COMMENT ON COLUMN proactive.engagements.local_hour IS 'the hour (0-23) of sent_at on the user''s clock';

COMMENT ON COLUMN proactive.engagements.local_weekday IS 'its day of the week there: 1 is Monday';

COMMENT ON COLUMN proactive.engagements.responded_at IS 'the user''s first message to the companion after sent_at, of a ghost after closed_at; an ignored one may have a late one';

COMMENT ON COLUMN proactive.engagements.negative_at IS 'the user opted out, or muted the companion, within 24 hours after sent_at';

COMMENT ON COLUMN proactive.engagements.settle_at IS 'when the app is asked next what came of it; null: no more';

ALTER TABLE proactive.engagements ALTER COLUMN id ADD GENERATED ALWAYS AS IDENTITY (
    SEQUENCE NAME proactive.engagements_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);

CREATE TABLE proactive.experiments (
    name text NOT NULL,
    version integer NOT NULL,
    layer text NOT NULL,
    status text NOT NULL,
    variants jsonb NOT NULL,
    buckets jsonb DEFAULT '[]'::jsonb NOT NULL,
    stopped_variants jsonb DEFAULT '{}'::jsonb NOT NULL,
    planned_users bigint DEFAULT 1000 NOT NULL,
    created_at timestamp with time zone DEFAULT now() NOT NULL,
    created_by text NOT NULL,
    started_at timestamp with time zone,
    reviewed_at timestamp with time zone,
    stopped_at timestamp with time zone,
    stopped_why text,
    CONSTRAINT experiments_documents CHECK (((jsonb_typeof(variants) = 'array'::text) AND (jsonb_typeof(buckets) = 'array'::text) AND (jsonb_typeof(stopped_variants) = 'object'::text))),
    CONSTRAINT experiments_names CHECK (((name ~ '^[a-z][a-z0-9_-]{0,39}$'::text) AND (layer ~ '^[a-z][a-z0-9_-]{0,39}$'::text))),
    CONSTRAINT experiments_planned CHECK (((planned_users >= 40) AND (planned_users <= 1000000000))),
    CONSTRAINT experiments_started CHECK (((status <> 'running'::text) OR (started_at IS NOT NULL))),
    CONSTRAINT experiments_status CHECK ((status = ANY (ARRAY['draft'::text, 'running'::text, 'stopped'::text]))),
    CONSTRAINT experiments_stopped CHECK ((((status = 'stopped'::text) = (stopped_at IS NOT NULL)) AND ((stopped_at IS NULL) = (stopped_why IS NULL)))),
    CONSTRAINT experiments_version CHECK ((version >= 1))
);

COMMENT ON COLUMN proactive.experiments.variants IS 'name, weight, settings and buckets, of the 10,000 of this version, of each; the first is the control';

COMMENT ON COLUMN proactive.experiments.buckets IS 'ranges, half open, of the 10,000 of its layer: whose users are in it';

COMMENT ON COLUMN proactive.experiments.planned_users IS 'exposed ones, of all variants: where the intervals that hold at all looks are tightest';

COMMENT ON COLUMN proactive.experiments.reviewed_at IS 'when schedule last looked at its guardrails';

CREATE TABLE proactive.exposures (
    user_id text NOT NULL COLLATE pg_catalog."C",
    experiment text NOT NULL,
    version integer NOT NULL,
    variant text NOT NULL,
    exposed_at timestamp with time zone NOT NULL
);

CREATE TABLE proactive.forgotten_counts (
    day date NOT NULL,
    kind text NOT NULL,
    engagement_type text NOT NULL,
    status text NOT NULL,
    reason text NOT NULL,
    model text NOT NULL,
    engagements bigint NOT NULL,
    llm_calls bigint NOT NULL,
    tokens_in bigint NOT NULL,
    tokens_out bigint NOT NULL,
    CONSTRAINT forgotten_counts_kind_check CHECK ((kind = ANY (ARRAY['created'::text, 'ended'::text])))
);

CREATE TABLE proactive.gone_receiver (
    only_one boolean DEFAULT true NOT NULL,
    fingerprint text NOT NULL,
    since timestamp with time zone NOT NULL,
    CONSTRAINT gone_receiver_only_one_check CHECK (only_one)
);

CREATE VIEW proactive.held_privileges AS
 SELECT a.grantee,
    a.privilege_type AS privilege,
    o.object
   FROM (( SELECT 'SCHEMA proactive'::text AS object,
            n.nspowner AS owner,
            COALESCE(n.nspacl, acldefault('n'::"char", n.nspowner)) AS acl
           FROM pg_namespace n
          WHERE (n.oid = ('proactive'::regnamespace)::oid)
        UNION ALL
         SELECT (
                CASE c.relkind
                    WHEN 'S'::"char" THEN 'SEQUENCE '::text
                    ELSE 'TABLE '::text
                END || (c.oid)::regclass),
            c.relowner,
            COALESCE(c.relacl, acldefault((
                CASE c.relkind
                    WHEN 'S'::"char" THEN 's'::text
                    ELSE 'r'::text
                END)::"char", c.relowner)) AS "coalesce"
           FROM pg_class c
          WHERE ((c.relnamespace = ('proactive'::regnamespace)::oid) AND (c.relkind = ANY (ARRAY['r'::"char", 'p'::"char", 'v'::"char", 'm'::"char", 'S'::"char"])))
        UNION ALL
         SELECT ('TABLE '::text || (c.oid)::regclass),
            c.relowner,
            a_1.attacl
           FROM (pg_class c
             JOIN pg_attribute a_1 ON (((a_1.attrelid = c.oid) AND (a_1.attacl IS NOT NULL))))
          WHERE (c.relnamespace = ('proactive'::regnamespace)::oid)
        UNION ALL
         SELECT ('FUNCTION '::text || (p.oid)::regprocedure),
            p.proowner,
            COALESCE(p.proacl, acldefault('f'::"char", p.proowner)) AS "coalesce"
           FROM pg_proc p
          WHERE (p.pronamespace = ('proactive'::regnamespace)::oid)) o
     CROSS JOIN LATERAL aclexplode(o.acl) a(grantor, grantee, privilege_type, is_grantable))
  WHERE (a.grantee <> o.owner);

CREATE TABLE proactive.llm_services (
    base_url text NOT NULL,
    model text NOT NULL,
    form text NOT NULL,
    system_role boolean NOT NULL,
    max_completion_tokens boolean NOT NULL,
    temperature boolean NOT NULL,
    at_once integer NOT NULL,
    learned_at timestamp with time zone NOT NULL,
    CONSTRAINT llm_services_at_once CHECK (((at_once >= 1) AND (at_once <= 256))),
    CONSTRAINT llm_services_texts CHECK (((char_length(base_url) <= 4096) AND (char_length(model) <= 200) AND (strpos(base_url, '?'::text) = 0)))
);

CREATE TABLE proactive.llm_usage (
    day date NOT NULL,
    tokens bigint NOT NULL,
    CONSTRAINT llm_usage_tokens CHECK ((tokens >= 0))
);

CREATE TABLE proactive.mutes (
    user_id text NOT NULL COLLATE pg_catalog."C",
    id bigint NOT NULL,
    companion_id text COLLATE pg_catalog."C",
    engagement_type text,
    until timestamp with time zone,
    created_at timestamp with time zone DEFAULT now() NOT NULL,
    CONSTRAINT mutes_ids CHECK ((((octet_length(user_id) >= 1) AND (octet_length(user_id) <= 200)) AND ((octet_length(companion_id) >= 1) AND (octet_length(companion_id) <= 200)))),
    CONSTRAINT mutes_type CHECK ((engagement_type = ANY (ARRAY['check_in'::text, 'memory_reminder'::text, 'topic_suggestion'::text, 'emotional_support'::text])))
);

COMMENT ON COLUMN proactive.mutes.companion_id IS 'null: all companions';

COMMENT ON COLUMN proactive.mutes.engagement_type IS 'null: all types';

COMMENT ON COLUMN proactive.mutes.until IS 'null: for ever';

ALTER TABLE proactive.mutes ALTER COLUMN id ADD GENERATED ALWAYS AS IDENTITY (
    SEQUENCE NAME proactive.mutes_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);

CREATE TABLE proactive.outbox (
    user_id text NOT NULL COLLATE pg_catalog."C",
    engagement_id bigint NOT NULL,
    status text DEFAULT 'waiting'::text NOT NULL,
    body text,
    created_at timestamp with time zone NOT NULL,
    next_at timestamp with time zone,
    attempts integer DEFAULT 0 NOT NULL,
    closed_at timestamp with time zone,
    reason text,
    error text,
    CONSTRAINT outbox_attempts CHECK ((attempts >= 0)),
    CONSTRAINT outbox_body CHECK (((status = ANY (ARRAY['waiting'::text, 'dead'::text])) OR (body IS NULL))),
    CONSTRAINT outbox_closed CHECK (((status = 'waiting'::text) = (closed_at IS NULL))),
    CONSTRAINT outbox_reason CHECK (((status = 'dropped'::text) = (reason IS NOT NULL))),
    CONSTRAINT outbox_status CHECK ((status = ANY (ARRAY['waiting'::text, 'accepted'::text, 'dropped'::text, 'dead'::text]))),
    CONSTRAINT outbox_waiting CHECK (((status <> 'waiting'::text) OR ((body IS NOT NULL) AND (next_at IS NOT NULL))))
)
WITH (fillfactor='85');

COMMENT ON COLUMN proactive.outbox.body IS 'what is posted, and signed, byte for byte; removed once it is accepted or dropped';

COMMENT ON COLUMN proactive.outbox.reason IS 'why it was dropped: a check of the gate that refuses since, or operator';

COMMENT ON COLUMN proactive.outbox.error IS 'what became of the last call that failed';

CREATE TABLE proactive.pairs (
    user_id text NOT NULL COLLATE pg_catalog."C",
    companion_id text NOT NULL COLLATE pg_catalog."C",
    next_check_at timestamp with time zone NOT NULL,
    gone_since timestamp with time zone,
    error text
)
WITH (fillfactor='90', autovacuum_vacuum_scale_factor='0.05');

COMMENT ON COLUMN proactive.pairs.gone_since IS 'since when the app has no facts of the pair; it is forgotten after 30 days';

COMMENT ON COLUMN proactive.pairs.error IS 'why the pair could not be read when it was last looked at';

CREATE TABLE proactive.preferences (
    user_id text NOT NULL COLLATE pg_catalog."C",
    enabled boolean,
    consent_at timestamp with time zone,
    consent_version text,
    consent_source text,
    timezone text,
    language text,
    quiet_hours jsonb,
    frequency text,
    max_per_day integer,
    max_per_week integer,
    min_gap_hours integer,
    opted_out_at timestamp with time zone,
    erased_at timestamp with time zone,
    created_at timestamp with time zone DEFAULT now() NOT NULL,
    updated_at timestamp with time zone DEFAULT now() NOT NULL,
    CONSTRAINT preferences_erased CHECK (((erased_at IS NULL) OR ((enabled IS FALSE) AND (num_nonnulls(consent_at, consent_version, consent_source, timezone, language, quiet_hours, frequency, max_per_day, max_per_week, min_gap_hours) = 0)))),
    CONSTRAINT preferences_frequency CHECK ((frequency = ANY (ARRAY['rarely'::text, 'sometimes'::text, 'normal'::text]))),
    CONSTRAINT preferences_max_per_day CHECK (((max_per_day >= 0) AND (max_per_day <= 1000))),
    CONSTRAINT preferences_max_per_week CHECK (((max_per_week >= 0) AND (max_per_week <= 1000))),
    CONSTRAINT preferences_min_gap_hours CHECK (((min_gap_hours >= 0) AND (min_gap_hours <= 8760))),
    CONSTRAINT preferences_quiet_hours CHECK ((jsonb_typeof(quiet_hours) = ANY (ARRAY['string'::text, 'object'::text]))),
    CONSTRAINT preferences_user CHECK (((octet_length(user_id) >= 1) AND (octet_length(user_id) <= 200)))
);

COMMENT ON COLUMN proactive.preferences.enabled IS 'false: never written to; null: never asked';

COMMENT ON COLUMN proactive.preferences.opted_out_at IS 'when the user last said so; kept when they agree again';

COMMENT ON COLUMN proactive.preferences.erased_at IS 'when all else that was held of the user was removed';

CREATE VIEW proactive.privileges AS
 WITH runner(privilege, object_type, object_name) AS (
         SELECT p_1.privilege,
            'table'::text AS "?column?",
            t.object_name
           FROM (( VALUES ('pairs'::text,'SELECT,INSERT,UPDATE,DELETE'::text), ('engagements'::text,'SELECT,INSERT,UPDATE'::text), ('deliveries'::text,'SELECT,INSERT'::text), ('experiments'::text,'SELECT,UPDATE'::text), ('exposures'::text,'SELECT,INSERT'::text), ('outbox'::text,'SELECT,INSERT,UPDATE,DELETE'::text), ('gone_receiver'::text,'SELECT,INSERT,UPDATE,DELETE'::text), ('leases'::text,'SELECT,INSERT,UPDATE'::text), ('llm_usage'::text,'SELECT,INSERT,UPDATE,DELETE'::text), ('llm_services'::text,'SELECT,INSERT,UPDATE'::text), ('runs'::text,'SELECT,INSERT,UPDATE,DELETE'::text), ('discovery'::text,'SELECT,UPDATE'::text), ('waiting_runs'::text,'SELECT,INSERT,UPDATE,DELETE'::text), ('retention_round'::text,'SELECT,UPDATE'::text), ('forgotten_counts'::text,'SELECT'::text), ('told_engagements'::text,'SELECT'::text), ('preferences'::text,'SELECT'::text), ('mutes'::text,'SELECT'::text), ('safety_flags'::text,'SELECT'::text), ('settings'::text,'SELECT'::text), ('settings_history'::text,'SELECT'::text), ('templates'::text,'SELECT'::text), ('refused_phrases'::text,'SELECT'::text), ('disclosure_texts'::text,'SELECT'::text), ('adapter'::text,'SELECT'::text), ('schema_migrations'::text,'SELECT'::text), ('roles'::text,'SELECT'::text), ('privileges'::text,'SELECT'::text), ('held_privileges'::text,'SELECT'::text)) t(object_name, privileges)
             CROSS JOIN LATERAL unnest(string_to_array(t.privileges, ','::text)) p_1(privilege))
        UNION ALL
         SELECT 'EXECUTE'::text,
            'function'::text,
            f.object_name
           FROM ( VALUES ('slice'::text), ('shard'::text), ('is_held'::text), ('names_user'::text), ('flag'::text), ('remove_engagements'::text), ('newest_deliveries'::text), ('store_attachments'::text), ('adapter_fingerprint'::text), ('adapter_pairs'::text), ('adapter_facts'::text), ('adapter_context'::text), ('adapter_deliver'::text), ('adapter_answers'::text), ('adapter_sessions'::text), ('app_pairs'::text), ('app_facts'::text), ('app_context'::text), ('app_deliver'::text), ('app_answers'::text), ('app_sessions'::text)) f(object_name)
        UNION ALL
         SELECT 'USAGE'::text,
            'sequence'::text,
            'engagements_id_seq'::text
          WHERE (EXISTS ( SELECT
                   FROM pg_extension
                  WHERE (pg_extension.extname = 'citus'::name)))
        ), granted(kind, privilege, object_type, object_name) AS (
         SELECT k.kind,
            r.privilege,
            r.object_type,
            r.object_name
           FROM (( VALUES ('runner'::text), ('operator'::text)) k(kind)
             CROSS JOIN runner r)
        UNION ALL
         SELECT 'operator'::text,
            p_1.privilege,
            'table'::text,
            t.object_name
           FROM (( VALUES ('templates'::text), ('refused_phrases'::text), ('preferences'::text), ('experiments'::text)) t(object_name)
             CROSS JOIN ( VALUES ('INSERT'::text), ('UPDATE'::text), ('DELETE'::text)) p_1(privilege))
        UNION ALL
         VALUES ('operator'::text,'INSERT'::text,'table'::text,'disclosure_texts'::text), ('operator'::text,'EXECUTE'::text,'function'::text,'change_settings'::text)
        UNION ALL
         SELECT k.kind,
            'EXECUTE'::text,
            'function'::text,
            f.object_name
           FROM (( VALUES ('operator'::text), ('backend'::text)) k(kind)
             CROSS JOIN ( VALUES ('opt_out'::text), ('opt_in'::text), ('recheck'::text), ('forget'::text), ('mute'::text), ('unmute'::text), ('set_preferences'::text), ('release'::text)) f(object_name))
        UNION ALL
         VALUES ('backend'::text,'EXECUTE'::text,'function'::text,'flag'::text)
        )
 SELECT g.kind,
    g.privilege,
    g.object_type,
    g.object_name,
    COALESCE(c.oid, p.oid) AS object_oid,
        CASE
            WHEN (p.oid IS NOT NULL) THEN ('FUNCTION '::text || (p.oid)::regprocedure)
            ELSE ((upper(g.object_type) || ' '::text) || (c.oid)::regclass)
        END AS object
   FROM ((granted g
     LEFT JOIN pg_class c ON (((g.object_type = ANY (ARRAY['table'::text, 'sequence'::text])) AND (c.relnamespace = ('proactive'::regnamespace)::oid) AND (c.relname = g.object_name))))
     LEFT JOIN pg_proc p ON (((g.object_type = 'function'::text) AND (p.pronamespace = ('proactive'::regnamespace)::oid) AND (p.proname = g.object_name))))
  WHERE ((c.oid IS NOT NULL) OR (p.oid IS NOT NULL));

COMMENT ON VIEW proactive.privileges IS 'of what exists: an optional function of the adapter is listed while it is there';

CREATE TABLE proactive.refused_phrases (
    language text NOT NULL,
    fault text NOT NULL,
    phrase text NOT NULL,
    CONSTRAINT refused_phrases_fault CHECK ((fault = ANY (ARRAY['pressure'::text, 'leak'::text, 'refusal'::text, 'claims_human'::text, 'payment'::text, 'contact'::text, 'sexual'::text, 'self_harm'::text, 'secrecy'::text, 'personal_question'::text, 'stage_direction'::text, 'romance'::text, 'come_back'::text]))),
    CONSTRAINT refused_phrases_language CHECK ((language ~ '^[a-z]{2,3}$'::text)),
    CONSTRAINT refused_phrases_phrase CHECK (((char_length(phrase) >= 2) AND (char_length(phrase) <= 200)))
);

CREATE TABLE proactive.retention_round (
    only_one boolean DEFAULT true NOT NULL,
    began_at timestamp with time zone DEFAULT '-infinity'::timestamp with time zone NOT NULL,
    after_user text COLLATE pg_catalog."C",
    after_id bigint,
    CONSTRAINT retention_round_only_one_check CHECK (only_one),
    CONSTRAINT retention_round_place CHECK (((after_user IS NULL) = (after_id IS NULL)))
);

COMMENT ON COLUMN proactive.retention_round.after_user IS 'null: the round has ended';

CREATE TABLE proactive.roles (
    role_name name NOT NULL,
    kind text NOT NULL,
    CONSTRAINT roles_kind_check CHECK ((kind = ANY (ARRAY['runner'::text, 'operator'::text, 'backend'::text])))
);

CREATE TABLE proactive.runs (
    run_id text NOT NULL,
    command text NOT NULL,
    as_of timestamp with time zone NOT NULL,
    started_at timestamp with time zone DEFAULT now() NOT NULL,
    finished_at timestamp with time zone,
    duration_ms bigint,
    exit_code integer,
    report jsonb DEFAULT '{}'::jsonb NOT NULL,
    errors jsonb DEFAULT '[]'::jsonb NOT NULL,
    settings_fingerprint text NOT NULL,
    CONSTRAINT runs_command_check CHECK ((command = ANY (ARRAY['schedule'::text, 'process'::text])))
);

CREATE TABLE proactive.safety_flags (
    user_id text NOT NULL COLLATE pg_catalog."C",
    id bigint NOT NULL,
    kind text NOT NULL,
    source text NOT NULL,
    detected_at timestamp with time zone NOT NULL,
    until timestamp with time zone,
    released_at timestamp with time zone,
    released_by text,
    CONSTRAINT safety_flags_kind CHECK ((kind = ANY (ARRAY['crisis'::text, 'self_harm'::text, 'harm_to_others'::text, 'eating_disorder'::text, 'bereavement'::text, 'other'::text]))),
    CONSTRAINT safety_flags_released CHECK ((((released_at IS NULL) = (released_by IS NULL)) AND ((char_length(released_by) >= 1) AND (char_length(released_by) <= 100)))),
    CONSTRAINT safety_flags_source CHECK (((char_length(source) >= 1) AND (char_length(source) <= 100))),
    CONSTRAINT safety_flags_user CHECK (((octet_length(user_id) >= 1) AND (octet_length(user_id) <= 200)))
);

COMMENT ON COLUMN proactive.safety_flags.source IS 'app, or whatever part of it; app_facts and mood: what schedule and process have read';

COMMENT ON COLUMN proactive.safety_flags.detected_at IS 'when it was seen last: crisis_hours are counted from it';

COMMENT ON COLUMN proactive.safety_flags.until IS 'nobody writes before it, released or not; null: crisis_hours alone decide';

ALTER TABLE proactive.safety_flags ALTER COLUMN id ADD GENERATED ALWAYS AS IDENTITY (
    SEQUENCE NAME proactive.safety_flags_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);

CREATE TABLE proactive.schema_migrations (
    version integer NOT NULL,
    name text NOT NULL,
    works_from integer,
    applied_at timestamp with time zone DEFAULT now() NOT NULL
);

COMMENT ON COLUMN proactive.schema_migrations.works_from IS 'the oldest program that works with it, by the newest migration that the program knows; null: the one before';

CREATE TABLE proactive.settings (
    name text NOT NULL,
    value text NOT NULL,
    changed_at timestamp with time zone DEFAULT now() NOT NULL,
    changed_by text NOT NULL
);

CREATE TABLE proactive.settings_history (
    id bigint NOT NULL,
    name text NOT NULL,
    old_value text,
    new_value text,
    changed_at timestamp with time zone DEFAULT now() NOT NULL,
    changed_by text NOT NULL,
    changed_role text NOT NULL
);

ALTER TABLE proactive.settings_history ALTER COLUMN id ADD GENERATED ALWAYS AS IDENTITY (
    SEQUENCE NAME proactive.settings_history_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);

CREATE TABLE proactive.templates (
    id bigint NOT NULL,
    engagement_type text NOT NULL,
    language text DEFAULT 'en'::text NOT NULL,
    tone text DEFAULT 'warm'::text NOT NULL,
    body text NOT NULL,
    weight integer DEFAULT 1 NOT NULL,
    active boolean DEFAULT true NOT NULL,
    safe boolean DEFAULT false NOT NULL,
    approval boolean DEFAULT false NOT NULL,
    template_set text DEFAULT 'default'::text NOT NULL,
    created_at timestamp with time zone DEFAULT now() NOT NULL,
    CONSTRAINT templates_body_check CHECK (((char_length(body) >= 1) AND (char_length(body) <= 1000))),
    CONSTRAINT templates_check CHECK (((NOT safe) OR (engagement_type = 'emotional_support'::text))),
    CONSTRAINT templates_engagement_type_check CHECK ((engagement_type = ANY (ARRAY['check_in'::text, 'memory_reminder'::text, 'topic_suggestion'::text, 'emotional_support'::text]))),
    CONSTRAINT templates_language_check CHECK ((language ~ '^[a-z]{2,3}(-[A-Za-z0-9]{2,8})*$'::text)),
    CONSTRAINT templates_template_set_check CHECK ((template_set ~ '^[a-z][a-z0-9_-]{0,39}$'::text)),
    CONSTRAINT templates_tone_check CHECK ((tone = ANY (ARRAY['warm'::text, 'playful'::text, 'gentle'::text]))),
    CONSTRAINT templates_weight_check CHECK (((weight >= 1) AND (weight <= 100)))
);

COMMENT ON COLUMN proactive.templates.safe IS 'may stand before a user in distress';

COMMENT ON COLUMN proactive.templates.approval IS 'its messages wait until an operator has approved them';

COMMENT ON COLUMN proactive.templates.template_set IS 'whom it is for: those whose setting template_set names it; default is for those, too, whose set has none that fits';

ALTER TABLE proactive.templates ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME proactive.templates_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);

CREATE VIEW proactive.told_engagements AS
 SELECT e.user_id,
    e.created_at,
    e.sent_at,
    e.closed_at,
    k.kind,
    k.at,
    e.engagement_type,
    k.status,
    k.reason,
    k.model,
    k.llm_calls,
    k.tokens_in,
    k.tokens_out
   FROM (proactive.engagements e
     CROSS JOIN LATERAL ( VALUES ('created'::text,e.created_at,''::text,''::text,COALESCE(e.llm_model, ''::text),COALESCE(e.llm_calls, 0),COALESCE(e.tokens_in, (0)::bigint),COALESCE(e.tokens_out, (0)::bigint)), ('ended'::text,COALESCE(e.sent_at, e.closed_at),
                CASE
                    WHEN (e.sent_at IS NOT NULL) THEN 'sent'::text
                    ELSE e.engagement_status
                END,COALESCE(e.reason, ''::text),''::text,0,0,0)) k(kind, at, status, reason, model, llm_calls, tokens_in, tokens_out))
  WHERE (e.engagement_status <> 'ghost'::text);

CREATE TABLE proactive.waiting_runs (
    command text NOT NULL,
    run_id text NOT NULL,
    until timestamp with time zone NOT NULL
);

ALTER TABLE ONLY proactive.adapter
    ADD CONSTRAINT adapter_pkey PRIMARY KEY (only_one);

ALTER TABLE ONLY proactive.deliveries
    ADD CONSTRAINT deliveries_pkey PRIMARY KEY (user_id, engagement_id);

ALTER TABLE ONLY proactive.disclosure_texts
    ADD CONSTRAINT disclosure_texts_pkey PRIMARY KEY (language, version);

ALTER TABLE ONLY proactive.discovery
    ADD CONSTRAINT discovery_pkey PRIMARY KEY (only_one);

ALTER TABLE ONLY proactive.engagements
    ADD CONSTRAINT engagements_pkey PRIMARY KEY (user_id, id);

ALTER TABLE ONLY proactive.experiments
    ADD CONSTRAINT experiments_pkey PRIMARY KEY (name, version);

ALTER TABLE ONLY proactive.exposures
    ADD CONSTRAINT exposures_pkey PRIMARY KEY (user_id, experiment, version);

ALTER TABLE ONLY proactive.forgotten_counts
    ADD CONSTRAINT forgotten_counts_pkey PRIMARY KEY (day, kind, engagement_type, status, reason, model);

ALTER TABLE ONLY proactive.gone_receiver
    ADD CONSTRAINT gone_receiver_pkey PRIMARY KEY (only_one);

ALTER TABLE ONLY proactive.leases
    ADD CONSTRAINT leases_pkey PRIMARY KEY (command, slice);

ALTER TABLE ONLY proactive.llm_services
    ADD CONSTRAINT llm_services_pkey PRIMARY KEY (base_url, model);

ALTER TABLE ONLY proactive.llm_usage
    ADD CONSTRAINT llm_usage_pkey PRIMARY KEY (day);

ALTER TABLE ONLY proactive.mutes
    ADD CONSTRAINT mutes_pkey PRIMARY KEY (user_id, id);

ALTER TABLE ONLY proactive.mutes
    ADD CONSTRAINT mutes_scope UNIQUE NULLS NOT DISTINCT (user_id, companion_id, engagement_type);

ALTER TABLE ONLY proactive.outbox
    ADD CONSTRAINT outbox_pkey PRIMARY KEY (user_id, engagement_id);

ALTER TABLE ONLY proactive.pairs
    ADD CONSTRAINT pairs_pkey PRIMARY KEY (user_id, companion_id);

ALTER TABLE ONLY proactive.preferences
    ADD CONSTRAINT preferences_pkey PRIMARY KEY (user_id);

ALTER TABLE ONLY proactive.refused_phrases
    ADD CONSTRAINT refused_phrases_pkey PRIMARY KEY (language, fault, phrase);

ALTER TABLE ONLY proactive.retention_round
    ADD CONSTRAINT retention_round_pkey PRIMARY KEY (only_one);

ALTER TABLE ONLY proactive.roles
    ADD CONSTRAINT roles_pkey PRIMARY KEY (role_name);

ALTER TABLE ONLY proactive.runs
    ADD CONSTRAINT runs_pkey PRIMARY KEY (run_id);

ALTER TABLE ONLY proactive.safety_flags
    ADD CONSTRAINT safety_flags_pkey PRIMARY KEY (user_id, id);

ALTER TABLE ONLY proactive.schema_migrations
    ADD CONSTRAINT schema_migrations_pkey PRIMARY KEY (version);

ALTER TABLE ONLY proactive.settings_history
    ADD CONSTRAINT settings_history_pkey PRIMARY KEY (id);

ALTER TABLE ONLY proactive.settings
    ADD CONSTRAINT settings_pkey PRIMARY KEY (name);

ALTER TABLE ONLY proactive.templates
    ADD CONSTRAINT templates_pkey PRIMARY KEY (id);

ALTER TABLE ONLY proactive.templates
    ADD CONSTRAINT templates_template_set_engagement_type_language_body_key UNIQUE (template_set, engagement_type, language, body);

ALTER TABLE ONLY proactive.waiting_runs
    ADD CONSTRAINT waiting_runs_pkey PRIMARY KEY (command, run_id);

CREATE INDEX engagements_closed ON proactive.engagements USING brin (closed_at);

CREATE INDEX engagements_created ON proactive.engagements USING brin (created_at);

CREATE INDEX engagements_disclosed ON proactive.engagements USING btree (user_id, sent_at) WHERE (disclosure IS NOT NULL);

CREATE INDEX engagements_due ON proactive.engagements USING btree (scheduled_for, user_id, id) WHERE (((engagement_status = 'scheduled'::text) IS TRUE) AND (approved_at IS NOT NULL));

CREATE INDEX engagements_ghosts ON proactive.engagements USING btree (user_id, closed_at) WHERE (engagement_status = 'ghost'::text);

CREATE INDEX engagements_ghosts_due ON proactive.engagements USING btree (scheduled_for, user_id, id) WHERE ((engagement_status = 'ghost'::text) AND (closed_at IS NULL));

CREATE INDEX engagements_leases ON proactive.engagements USING btree (lease_until) WHERE (engagement_status = 'drafting'::text);

CREATE UNIQUE INDEX engagements_open ON proactive.engagements USING btree (user_id, companion_id) WHERE (engagement_status = ANY (ARRAY['drafting'::text, 'scheduled'::text]));

CREATE UNIQUE INDEX engagements_open_conversation ON proactive.engagements USING btree (user_id, conversation_id) WHERE ((engagement_status = ANY (ARRAY['drafting'::text, 'scheduled'::text])) AND (conversation_id IS NOT NULL));

CREATE UNIQUE INDEX engagements_open_ghost ON proactive.engagements USING btree (user_id, companion_id) WHERE ((engagement_status = 'ghost'::text) AND (closed_at IS NULL));

CREATE INDEX engagements_sent ON proactive.engagements USING brin (sent_at);

CREATE INDEX engagements_sent_to ON proactive.engagements USING btree (user_id, sent_at) WHERE (sent_at IS NOT NULL);

CREATE INDEX engagements_unsettled ON proactive.engagements USING btree (settle_at) WHERE (settle_at IS NOT NULL);

CREATE INDEX engagements_waiting ON proactive.engagements USING btree (scheduled_for, user_id, id) WHERE ((engagement_status = 'scheduled'::text) AND (approved_at IS NULL));

CREATE UNIQUE INDEX experiments_current ON proactive.experiments USING btree (name) WHERE (status <> 'stopped'::text);

CREATE INDEX exposures_experiment ON proactive.exposures USING btree (experiment, version, variant, user_id);

CREATE INDEX outbox_due ON proactive.outbox USING btree (next_at, user_id, engagement_id) WHERE (status = 'waiting'::text);

CREATE INDEX outbox_ended ON proactive.outbox USING brin (closed_at);

CREATE INDEX outbox_of_user ON proactive.outbox USING btree (user_id, created_at, engagement_id) WHERE (status = 'waiting'::text);

CREATE INDEX outbox_open ON proactive.outbox USING btree (created_at, user_id, engagement_id) WHERE (status = ANY (ARRAY['waiting'::text, 'dead'::text]));

CREATE INDEX pairs_due ON proactive.pairs USING btree (next_check_at, user_id, companion_id);

CREATE INDEX preferences_erased_users ON proactive.preferences USING btree (user_id) WHERE (erased_at IS NOT NULL);

CREATE INDEX runs_started ON proactive.runs USING btree (started_at);

CREATE UNIQUE INDEX safety_flags_open ON proactive.safety_flags USING btree (user_id, kind, source) WHERE (released_at IS NULL);

ALTER TABLE ONLY proactive.deliveries
    ADD CONSTRAINT deliveries_engagement FOREIGN KEY (user_id, engagement_id) REFERENCES proactive.engagements(user_id, id) ON DELETE CASCADE;

ALTER TABLE ONLY proactive.outbox
    ADD CONSTRAINT outbox_engagement FOREIGN KEY (user_id, engagement_id) REFERENCES proactive.engagements(user_id, id) ON DELETE CASCADE;

