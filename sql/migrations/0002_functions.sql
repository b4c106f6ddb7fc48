-- Functions and rights. Each function pins its search_path: what others create elsewhere in the database is never found.

-- For the app's backend: what a user wants, and what it knows. What reads or writes rows of users is PL/pgSQL: on a distributed database
-- a function in SQL would not hand its parameters on.

-- What does not hold is one sentence for whoever called, and nothing is changed.
CREATE FUNCTION require(holds boolean, sentence text) RETURNS void LANGUAGE plpgsql SET search_path = proactive, pg_temp AS $$
BEGIN
  IF holds IS NOT TRUE THEN
    RAISE EXCEPTION USING ERRCODE = 'invalid_parameter_value', MESSAGE = sentence;
  END IF;
END
$$;

CREATE FUNCTION require_id(id text, of_whom text) RETURNS void LANGUAGE sql SET search_path = proactive, pg_temp AS $$
  SELECT require(octet_length($1) BETWEEN 1 AND 200,
                 format('the id of a %s is a text of 1 to 200 bytes: give it as app_facts returns it', $2));
$$;

-- Nothing is held of who was erased, until the user agrees anew.
CREATE FUNCTION require_not_erased(user_id text) RETURNS void LANGUAGE plpgsql SET search_path = proactive, pg_temp AS $$
#variable_conflict use_column
BEGIN
  PERFORM require(NOT EXISTS (SELECT FROM preferences p WHERE p.user_id = $1 AND p.erased_at IS NOT NULL),
                 'the user was erased, and nothing is held of who was: call opt_in first');
END
$$;

-- What was refused may be allowed now, and may be parked for 30 days.
CREATE FUNCTION wake_pairs(user_id text) RETURNS void LANGUAGE plpgsql SET search_path = proactive, pg_temp AS $$
#variable_conflict use_column
BEGIN
  UPDATE pairs p SET next_check_at = now() WHERE p.user_id = $1 AND p.next_check_at > now();
END
$$;

-- What the user got in the last 24 hours was not welcome: of this companion, of this type; NULL: of all.
CREATE FUNCTION note_objection(user_id text, companion_id text, engagement_type text) RETURNS void LANGUAGE plpgsql SET search_path = proactive, pg_temp AS $$
#variable_conflict use_column
BEGIN
  UPDATE engagements e
     SET negative_at = now()
   WHERE e.user_id = $1 AND e.sent_at > now() - interval '24 hours' AND e.sent_at <= now() AND e.negative_at IS NULL
     AND ($2 IS NULL OR e.companion_id = $2) AND ($3 IS NULL OR e.engagement_type = $3);
END
$$;

-- Whoever delivers holds the engagement's row until its message is committed: what is cancelled here was not delivered and will
-- not be. In the order of deliveries, so that the two never wait for each other. Of a companion, of a type, due before an instant;
-- NULL: all.
CREATE FUNCTION cancel_planned(user_id text, companion_id text, engagement_type text, until timestamptz, reason text) RETURNS void
LANGUAGE plpgsql SET search_path = proactive, pg_temp AS $$
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
$$;

-- What the app's receiver has not heard yet, it never will: nobody who says no is pushed to afterwards. A call that is under way is not
-- waited for.
CREATE FUNCTION drop_calls(user_id text, reason text) RETURNS void LANGUAGE plpgsql SET search_path = proactive, pg_temp AS $$
#variable_conflict use_column
BEGIN
  UPDATE outbox o
     SET status = 'dropped', reason = $2, body = NULL, next_at = NULL, closed_at = now()
   WHERE o.user_id = $1 AND o.status IN ('waiting', 'dead');
END
$$;

CREATE FUNCTION opt_out(user_id text) RETURNS void LANGUAGE plpgsql SECURITY DEFINER SET search_path = proactive, pg_temp AS $$
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
$$;
COMMENT ON FUNCTION opt_out(text) IS 'the user is not written to any more; what is planned is cancelled';

CREATE FUNCTION opt_in(user_id text, version text, source text) RETURNS void
LANGUAGE plpgsql SECURITY DEFINER SET search_path = proactive, pg_temp AS $$
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
$$;
COMMENT ON FUNCTION opt_in(text, text, text) IS 'the user agrees to be written to: to which version of which text, and where';

-- A pair that the app does not know would be one that cannot be read, for ever. The app is asked of a new pair alone, and what it cannot
-- answer must not end the caller's transaction; without an adapter there is nobody to ask.
CREATE FUNCTION recheck(user_id text, companion_id text) RETURNS void
LANGUAGE plpgsql SECURITY DEFINER SET search_path = proactive, pg_temp AS $$
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
$$;
COMMENT ON FUNCTION recheck(text, text) IS 'something about the pair has changed: the next schedule looks at it';

-- What reached users last, from a companion or from any (null), newest first, the most of each: with a scan that ends after so many rows of
-- an index, however much they ever got. sql/citus.sql has one for a cluster, where a row of another place cannot tell when to end.
CREATE FUNCTION newest_deliveries(users text[], companions text[], most bigint)
RETURNS TABLE (user_id text, companion_id text, engagement_type text, sent_at timestamptz, silent_since timestamptz)
LANGUAGE plpgsql STABLE SET search_path = proactive, pg_temp AS $$
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
$$;

-- Whether a sentence names the user: behind the word, or, by an id that is no number and of some length, anywhere.
CREATE FUNCTION names_user(sentence text, user_id text) RETURNS boolean LANGUAGE sql IMMUTABLE SET search_path = pg_catalog, pg_temp AS $$
  SELECT strpos($1, $2) > 0
     AND $1 ~ (CASE WHEN $2 ~ '^[0-9]*$' OR char_length($2) < 6 THEN '\m[Uu]ser([ _]?id)?[^[:alnum:]]{1,3}' ELSE '(^|[^[:alnum:]])' END
               || regexp_replace($2, '([^[:alnum:]])', '\\\1', 'g') || '($|[^[:alnum:]])');
$$;

-- Engagements are locked in the order of deliveries: see opt_out. The errors of runs may name users.
CREATE FUNCTION forget(user_id text) RETURNS void LANGUAGE plpgsql SECURITY DEFINER SET search_path = proactive, pg_temp AS $$
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
$$;
COMMENT ON FUNCTION forget(text) IS
  'removes all that the tool holds of the user, but that the user must not be written to; the app''s own tables stay as they are';

-- One mute a scope: the newest word of the user counts.
CREATE FUNCTION mute(user_id text, companion_id text DEFAULT NULL, engagement_type text DEFAULT NULL, until timestamptz DEFAULT NULL)
RETURNS void LANGUAGE plpgsql SECURITY DEFINER SET search_path = proactive, pg_temp AS $$
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
$$;
COMMENT ON FUNCTION mute(text, text, text, timestamptz) IS
  'the user wants nothing (of this companion, of this type) until then; no time: for ever';

CREATE FUNCTION unmute(user_id text, companion_id text DEFAULT NULL, engagement_type text DEFAULT NULL) RETURNS bigint
LANGUAGE plpgsql SECURITY DEFINER SET search_path = proactive, pg_temp AS $$
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
$$;
COMMENT ON FUNCTION unmute(text, text, text) IS 'removes the mute of exactly this scope; returns how many that were';

-- Nothing is held of who was erased, and nobody writes to them. What is flagged again is silent anew.
CREATE FUNCTION flag(user_id text, kind text DEFAULT 'crisis', source text DEFAULT 'app', until timestamptz DEFAULT NULL,
                     detected_at timestamptz DEFAULT now()) RETURNS void
LANGUAGE plpgsql SECURITY DEFINER SET search_path = proactive, pg_temp AS $$
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
$$;
COMMENT ON FUNCTION flag(text, text, text, timestamptz, timestamptz) IS
  'the user is not well: no companion writes for crisis_hours, nor before until, nor before release; what is planned is cancelled';

-- The silence of crisis_hours is not shortened by it.
CREATE FUNCTION release(user_id text, released_by text) RETURNS bigint
LANGUAGE plpgsql SECURITY DEFINER SET search_path = proactive, pg_temp AS $$
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
$$;
COMMENT ON FUNCTION release(text, text) IS 'somebody has looked after the user: no flag holds longer than its hours; returns how many did';

-- Whoever runs the tool may remove nothing of engagements but by this: rows that nothing needs any more, of those with keys behind one and
-- up to the last. Those that were not sent go after days_unsent, those that were after days_sent, of which the
-- newest of a pair stay, since waits and limits count them. As of a later instant nothing goes that the database's clock would keep.
CREATE FUNCTION remove_engagements(days_unsent integer, days_sent integer, newest_of_pair bigint, as_of timestamptz,
                                   after_user text, after_id bigint, last_user text, last_id bigint)
RETURNS bigint LANGUAGE plpgsql SECURITY DEFINER SET search_path = proactive, pg_temp AS $$
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
$$;

-- A window of quiet hours: "22:00-08:00", {"start": "22:00", "end": "08:00"}, or null for none.
CREATE FUNCTION is_quiet_window(item jsonb) RETURNS boolean LANGUAGE sql IMMUTABLE PARALLEL SAFE
RETURN CASE jsonb_typeof(item)
  WHEN 'null' THEN true
  WHEN 'string' THEN item #>> '{}' ~ '^([01][0-9]|2[0-3]):[0-5][0-9]-(([01][0-9]|2[0-3]):[0-5][0-9]|24:00)$'
  WHEN 'object' THEN item - '{start,end}'::text[] = '{}'
    AND coalesce(item ->> 'start' ~ '^([01][0-9]|2[0-3]):[0-5][0-9]$' AND item ->> 'end' ~ '^(([01][0-9]|2[0-3]):[0-5][0-9]|24:00)$', false)
  ELSE false
END;

-- "2026-12-24", of a day that there is.
CREATE FUNCTION is_date(name text) RETURNS boolean LANGUAGE sql STABLE PARALLEL SAFE
RETURN CASE WHEN name ~ '^[2-9][0-9]{3}-(0[1-9]|1[0-2])-(0[1-9]|[12][0-9]|3[01])$'
  THEN to_char(make_date(left(name, 4)::integer, substr(name, 6, 2)::integer, 1) + right(name, 2)::integer - 1, 'YYYY-MM-DD') = name
  ELSE false END;

-- One window for all days, or {"default": window, "days": {"sat": window}, "dates": {"2026-12-24": window}}.
CREATE FUNCTION is_quiet_hours(hours jsonb) RETURNS boolean LANGUAGE sql STABLE PARALLEL SAFE SET search_path = proactive, pg_temp
RETURN CASE
  WHEN jsonb_typeof(hours) <> 'object' OR hours ?| '{start,end}' THEN is_quiet_window(hours)
  ELSE hours - '{default,days,dates}'::text[] = '{}' AND is_quiet_window(coalesce(hours -> 'default', 'null'))
    AND jsonb_typeof(coalesce(hours -> 'days', '{}')) = 'object' AND jsonb_typeof(coalesce(hours -> 'dates', '{}')) = 'object'
    AND NOT EXISTS (SELECT FROM jsonb_path_query(hours, '$.days.keyvalue()') d(item)
                     WHERE lower(item ->> 'key') !~ '^(mon(day)?|tue(sday)?|wed(nesday)?|thu(rsday)?|fri(day)?|sat(urday)?|sun(day)?)$'
                        OR NOT is_quiet_window(item -> 'value'))
    AND NOT EXISTS (SELECT FROM jsonb_path_query(hours, '$.dates.keyvalue()') d(item)
                     WHERE NOT is_date(item ->> 'key') OR NOT is_quiet_window(item -> 'value'))
END;

CREATE FUNCTION is_whole_number(item jsonb, highest integer) RETURNS boolean LANGUAGE sql IMMUTABLE PARALLEL SAFE
RETURN CASE jsonb_typeof(item) WHEN 'number' THEN item::numeric BETWEEN 0 AND highest AND item::numeric % 1 = 0 ELSE false END;

-- What is wrong with a preference, as a sentence; nothing: it may be stored. JSON's null removes one.
CREATE FUNCTION preference_problem(name text, value jsonb) RETURNS text LANGUAGE sql STABLE SET search_path = proactive, pg_temp AS $$
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
$$;

-- All of them or none. What is not named stays as it is.
CREATE FUNCTION set_preferences(user_id text, preferences jsonb) RETURNS void
LANGUAGE plpgsql SECURITY DEFINER SET search_path = proactive, pg_temp AS $$
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
$$;
COMMENT ON FUNCTION set_preferences(text, jsonb) IS
  'what the user wishes: timezone, language, quiet_hours, frequency, max_per_day, max_per_week, min_gap_hours; null removes one';

-- For operators: the only way to change a stored setting, which writes the history by itself. A value of NULL removes.
CREATE FUNCTION change_settings(names text[], new_values text[], changed_by text)
RETURNS TABLE (name text, old_value text, new_value text)
LANGUAGE sql SECURITY DEFINER SET search_path = proactive, pg_temp AS $$
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
$$;

-- Events that exceed a notification, for the table of the app's Socket.IO adapter. Nothing is stored, and nothing returned, where
-- there is no such table, or one of somebody else: its triggers and defaults would run with our owner's rights. Servers delete
-- what is older than 30 seconds by created_at: one whose clock is ahead must not delete a document before the others have read it.
CREATE FUNCTION store_attachments(documents bytea[]) RETURNS TABLE (id bigint)
LANGUAGE plpgsql SECURITY DEFINER SET search_path = proactive, pg_temp AS $$
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

-- What the functions of the installed adapter are, in one digest: of their text, not of what a restored dump numbers anew.
CREATE FUNCTION adapter_fingerprint(functions text[]) RETURNS text LANGUAGE sql STABLE SET search_path = proactive, pg_temp AS $$
  SELECT encode(sha256(convert_to(coalesce(string_agg(concat_ws(E'\x1f', p.proname, pg_get_function_arguments(p.oid),
           pg_get_function_result(p.oid), p.prosecdef, p.provolatile, p.proconfig::text, l.lanname, p.prosrc,
           pg_get_function_sqlbody(p.oid)), E'\x1e' ORDER BY p.proname, pg_get_function_identity_arguments(p.oid)), ''), 'UTF8')), 'hex')
    FROM pg_proc p
    JOIN pg_language l ON l.oid = p.prolang
   WHERE p.pronamespace = 'proactive'::regnamespace
     AND (p.oid::regprocedure::text = ANY ($1) OR p.proname LIKE 'app\_%'
          OR (p.proname LIKE 'adapter\_%' AND p.proname <> 'adapter_fingerprint'))
$$;

-- What each kind of role may do: sql/roles.sql grants it, scripts/migrate and the installation of an adapter grant it again, and
-- proactive config check compares with it. A runner runs schedule and process; an operator also turns knobs; a backend is the app.
CREATE VIEW privileges AS
WITH runner(privilege, object_type, object_name) AS (
  SELECT p.privilege, 'table', t.object_name
    FROM (VALUES
      ('pairs', 'SELECT,INSERT,UPDATE,DELETE'), ('engagements', 'SELECT,INSERT,UPDATE'), ('deliveries', 'SELECT,INSERT'), ('experiments', 'SELECT,UPDATE'), ('exposures', 'SELECT,INSERT'), ('outbox', 'SELECT,INSERT,UPDATE,DELETE'), ('gone_receiver', 'SELECT,INSERT,UPDATE,DELETE'),
      ('leases', 'SELECT,INSERT,UPDATE'), ('llm_usage', 'SELECT,INSERT,UPDATE,DELETE'), ('llm_services', 'SELECT,INSERT,UPDATE'), ('runs', 'SELECT,INSERT,UPDATE,DELETE'),
      ('discovery', 'SELECT,UPDATE'), ('waiting_runs', 'SELECT,INSERT,UPDATE,DELETE'), ('retention_round', 'SELECT,UPDATE'), ('forgotten_counts', 'SELECT'), ('told_engagements', 'SELECT'), ('preferences', 'SELECT'), ('mutes', 'SELECT'), ('safety_flags', 'SELECT'), ('settings', 'SELECT'), ('settings_history', 'SELECT'),
      ('templates', 'SELECT'), ('refused_phrases', 'SELECT'), ('disclosure_texts', 'SELECT'), ('adapter', 'SELECT'), ('schema_migrations', 'SELECT'),
      ('roles', 'SELECT'), ('privileges', 'SELECT'), ('held_privileges', 'SELECT')) t(object_name, privileges)
   CROSS JOIN LATERAL unnest(string_to_array(t.privileges, ',')) p(privilege)
  UNION ALL
  SELECT 'EXECUTE', 'function', f.object_name
    FROM (VALUES ('slice'), ('shard'), ('is_held'), ('names_user'), ('flag'), ('remove_engagements'), ('newest_deliveries'), ('store_attachments'), ('adapter_fingerprint'), ('adapter_pairs'), ('adapter_facts'), ('adapter_context'),
                 ('adapter_deliver'), ('adapter_answers'), ('adapter_sessions'), ('app_pairs'), ('app_facts'), ('app_context'),
                 ('app_deliver'), ('app_answers'), ('app_sessions')) f(object_name)
  UNION ALL -- a cluster takes numbers by itself, in the name of whoever inserts
  SELECT 'USAGE', 'sequence', 'engagements_id_seq' WHERE EXISTS (SELECT FROM pg_catalog.pg_extension WHERE extname = 'citus')
), granted(kind, privilege, object_type, object_name) AS (
  SELECT k.kind, r.privilege, r.object_type, r.object_name FROM (VALUES ('runner'), ('operator')) k(kind) CROSS JOIN runner r
  UNION ALL
  SELECT 'operator', p.privilege, 'table', t.object_name
    FROM (VALUES ('templates'), ('refused_phrases'), ('preferences'), ('experiments')) t(object_name)
   CROSS JOIN (VALUES ('INSERT'), ('UPDATE'), ('DELETE')) p(privilege)
  UNION ALL
  VALUES ('operator', 'INSERT', 'table', 'disclosure_texts'), ('operator', 'EXECUTE', 'function', 'change_settings')
  UNION ALL
  SELECT k.kind, 'EXECUTE', 'function', f.object_name
    FROM (VALUES ('operator'), ('backend')) k(kind)
   CROSS JOIN (VALUES ('opt_out'), ('opt_in'), ('recheck'), ('forget'), ('mute'), ('unmute'), ('set_preferences'), ('release')) f(object_name)
  UNION ALL
  VALUES ('backend', 'EXECUTE', 'function', 'flag')
)
SELECT g.kind, g.privilege, g.object_type, g.object_name, coalesce(c.oid, p.oid) AS object_oid,
       CASE WHEN p.oid IS NOT NULL THEN 'FUNCTION ' || p.oid::regprocedure ELSE upper(g.object_type) || ' ' || c.oid::regclass END AS object
  FROM granted g
  LEFT JOIN pg_catalog.pg_class c ON g.object_type IN ('table', 'sequence') AND c.relnamespace = 'proactive'::regnamespace
                                 AND c.relname = g.object_name
  LEFT JOIN pg_catalog.pg_proc p ON g.object_type = 'function' AND p.pronamespace = 'proactive'::regnamespace
                                AND p.proname = g.object_name
 WHERE c.oid IS NOT NULL OR p.oid IS NOT NULL;
COMMENT ON VIEW privileges IS 'of what exists: an optional function of the adapter is listed while it is there';

-- Who holds which right in this schema besides its owner; 0 is PUBLIC.
CREATE VIEW held_privileges AS
SELECT a.grantee, a.privilege_type AS privilege, o.object
  FROM (SELECT 'SCHEMA proactive' AS object, n.nspowner AS owner, coalesce(n.nspacl, acldefault('n', n.nspowner)) AS acl
          FROM pg_catalog.pg_namespace n WHERE n.oid = 'proactive'::regnamespace
        UNION ALL
        SELECT CASE c.relkind WHEN 'S' THEN 'SEQUENCE ' ELSE 'TABLE ' END || c.oid::regclass, c.relowner,
               coalesce(c.relacl, acldefault(CASE c.relkind WHEN 'S' THEN 's' ELSE 'r' END::"char", c.relowner))
          FROM pg_catalog.pg_class c WHERE c.relnamespace = 'proactive'::regnamespace AND c.relkind IN ('r', 'p', 'v', 'm', 'S')
        UNION ALL
        SELECT 'TABLE ' || c.oid::regclass, c.relowner, a.attacl -- of single columns: what revokes all on the table takes them back too
          FROM pg_catalog.pg_class c JOIN pg_catalog.pg_attribute a ON a.attrelid = c.oid AND a.attacl IS NOT NULL
         WHERE c.relnamespace = 'proactive'::regnamespace
        UNION ALL
        SELECT 'FUNCTION ' || p.oid::regprocedure, p.proowner, coalesce(p.proacl, acldefault('f', p.proowner))
          FROM pg_catalog.pg_proc p WHERE p.pronamespace = 'proactive'::regnamespace) o
 CROSS JOIN LATERAL aclexplode(o.acl) a
 WHERE a.grantee <> o.owner;

-- Brings every right in this schema to what is declared: what the database's defaults gave to others is taken back.
CREATE FUNCTION apply_privileges() RETURNS void LANGUAGE plpgsql SET search_path = proactive, pg_temp AS $$
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
