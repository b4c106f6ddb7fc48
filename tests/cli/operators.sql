-- A fortnight to look at, from Monday 2026-03-02: 420 users of five companions, what was sent to them and what came of it, the runs and
-- their errors. The same on every load. Some names and texts are hostile.
CREATE FUNCTION pg_temp.pick(key text, n integer) RETURNS integer LANGUAGE sql IMMUTABLE
RETURN ('x' || left(md5(key), 7))::bit(28)::integer % n;

INSERT INTO companions (id, name, personality) VALUES
  (1, 'Luna', 'Calm'), (2, 'Rico', 'Playful'), (3, '<script>document.title = "fooled"</script>', 'Bold'),
  (4, E'\u202E\u05DE\u05D9\u05D4 "onload=" &amp;', 'Warm'), (5, '" onmouseover="document.title=1', 'Quiet');
INSERT INTO users (id, name) SELECT 'user' || n, 'Sam' FROM generate_series(1, 420) n;

-- Each user gets up to eight messages, more of the evening's than of the morning's, and answers fewer of the later ones.
WITH planned AS (
  SELECT 'user' || n AS user_id, m, pg_temp.pick('companion' || n, 5) + 1 AS companion_id,
         (ARRAY['check_in', 'check_in', 'check_in', 'topic_suggestion', 'topic_suggestion', 'emotional_support', 'memory_reminder'])
           [pg_temp.pick('type' || n || '-' || m, 7) + 1] AS engagement_type,
         8 + greatest(pg_temp.pick('hour' || n || '-' || m, 14), pg_temp.pick('again' || n || '-' || m, 14)) AS hour,
         timestamptz '2026-03-02T00:00:00Z' + (pg_temp.pick('first' || n, 4) + m * 12 / (2 + pg_temp.pick('pace' || n, 7))) * interval '1 day' AS day,
         pg_temp.pick('state' || n || '-' || m, 100) AS state, pg_temp.pick('answer' || n || '-' || m, 100) AS answer
    FROM generate_series(1, 420) n, generate_series(0, 1 + pg_temp.pick('messages' || n, 8)) m
), placed AS (
  SELECT p.*, day + hour * interval '1 hour' + pg_temp.pick('minute' || user_id || m, 60) * interval '1 minute' AS at,
         CASE WHEN state < 3 THEN 'failed' WHEN state < 5 THEN 'expired' WHEN state < 14 THEN 'cancelled'
              WHEN day >= '2026-03-14' THEN 'sent'
              WHEN answer < 38 - 6 * least(m, 5) + hour / 3 - CASE engagement_type WHEN 'check_in' THEN 6 WHEN 'memory_reminder' THEN -9 ELSE 0 END
                THEN 'responded' ELSE 'ignored' END AS status,
         CASE WHEN pg_temp.pick('writer' || user_id || m, 10) < 6 THEN 'llm' WHEN pg_temp.pick('writer' || user_id || m, 10) = 6 THEN 'fallback' ELSE 'template' END AS writer
    FROM planned p
)
INSERT INTO proactive.engagements (user_id, companion_id, engagement_type, engagement_content, scheduled_for, sent_at, engagement_status, created_at,
  closed_at, reason, error, relationship_stage, writer, run_id, local_hour, responded_at, seen_at, negative_at, llm_model, llm_calls, tokens_in,
  tokens_out, latency_ms, refusals)
SELECT user_id, companion_id::text, engagement_type, 'Hello', at, CASE WHEN state >= 14 THEN at END, status, at - interval '5 hours',
       CASE WHEN state < 14 THEN at END,
       CASE WHEN state < 3 THEN 'delivery_error' WHEN state < 5 THEN 'expired' WHEN state < 11 THEN 'user_wrote' WHEN state < 14 THEN 'stale' END,
       CASE WHEN state < 3 THEN E'value </td><img src=x onerror="document.title=1"> too long \x1b[2J for type character varying(280) in column "content"' END,
       'friend', writer, 'fortnight', hour, CASE WHEN status = 'responded' THEN at + (5 + answer * 3) * interval '1 minute' END,
       CASE WHEN status IN ('responded', 'ignored') AND answer < 70 THEN at + interval '4 minutes' END,
       CASE WHEN status = 'ignored' AND answer > 97 THEN at + interval '1 hour' END,
       CASE WHEN writer <> 'template' THEN CASE WHEN pg_temp.pick('model' || user_id, 3) = 0 THEN 'llama-3.1-8b-instruct' ELSE 'gpt-4o-mini' END END,
       CASE WHEN writer <> 'template' THEN 1 + answer % 2 END, CASE WHEN writer <> 'template' THEN 900 + answer * 7 END,
       CASE WHEN writer <> 'template' THEN 40 + answer END, CASE WHEN writer <> 'template' THEN 400 + answer * 20 END,
       CASE writer WHEN 'fallback' THEN '["too_long", "timeout"]'::jsonb WHEN 'llm' THEN CASE WHEN answer > 90 THEN '["too_long"]'::jsonb ELSE '[]' END END
  FROM placed;
INSERT INTO relationship_progression (user_id, companion_id, relationship_stage, intimacy_level, trust_level, created_at)
SELECT DISTINCT user_id, companion_id::integer, 'friend', 5, 5, timestamptz '2026-01-01T00:00:00Z' FROM proactive.engagements;
INSERT INTO proactive.preferences (user_id, enabled, opted_out_at)
SELECT DISTINCT ON (user_id) user_id, false, negative_at FROM proactive.engagements WHERE negative_at IS NOT NULL;

-- A run of each command every half an hour; one was killed, and some had errors, often the same.
INSERT INTO proactive.runs (run_id, command, as_of, started_at, finished_at, duration_ms, exit_code, report, errors, settings_fingerprint)
SELECT to_char(at, 'YYYYMMDD"T"HH24MISS"Z-"') || left(md5(command || at), 8), command, at, at + later, at + later, 180 + pick, code,
       CASE WHEN code IS NULL THEN '{}'::jsonb
            WHEN command = 'process' THEN jsonb_build_object('due', pick / 40, 'sent', pick / 45, 'expired', 0, 'failed', code)
            ELSE jsonb_build_object('checked', 500 + pick, 'scheduled', pick / 66, 'failed', 0, 'refused', jsonb_build_object(
              'live_chat', 100 + pick / 10, 'awaiting_reply', 90 + pick / 9, 'dormant', 80, 'interval', 60 + pick / 3, 'quiet_hours', 40 + pick / 5, 'opted_out', 9,
              'unanswered', 70 + pick / 6, 'week_limit', 50, 'stage', 1)) END,
       CASE code WHEN 1 THEN jsonb_build_array('engagement ' || pick || ': value </td><script>document.title = 1</script> too long for the column')
                 WHEN 75 THEN '["the database did not answer in 30 seconds: the next run goes on"]' ELSE '[]' END, 'ab12'
  FROM (SELECT at, command, later, pg_temp.pick(command || at, 400) AS pick,
               CASE WHEN at = '2026-03-09T03:30:00Z' THEN NULL WHEN command = 'process' AND pg_temp.pick('error' || at, 60) = 0 THEN 1
                    WHEN pg_temp.pick(command || 'late' || at, 90) = 0 THEN 75 ELSE 0 END AS code
          FROM generate_series(timestamptz '2026-03-02T00:00:00Z', '2026-03-15T23:30:00Z', interval '30 minutes') at,
               (VALUES ('schedule', interval '0'), ('process', interval '1 minute')) c(command, later)) r;
