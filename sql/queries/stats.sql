-- Engagements created in [$1, $2), counted as a whole and by one attribute.

-- name: stats_totals
SELECT count(*) AS created,
       count(*) FILTER (WHERE engagement_status IN ('drafting', 'scheduled')) AS open,
       count(*) FILTER (WHERE sent_at IS NOT NULL) AS sent,
       count(*) FILTER (WHERE engagement_status = 'cancelled') AS cancelled,
       count(*) FILTER (WHERE engagement_status = 'expired') AS expired,
       count(*) FILTER (WHERE engagement_status = 'failed') AS failed
  FROM engagements
 WHERE created_at >= $1::timestamptz AND created_at < $2::timestamptz

-- $3: type, stage, companion, writer, model or day (a day of the time zone $4).
-- name: stats_breakdown
SELECT counted.key, counted.sample_user, counted.other_user, counted.created, counted.open, counted.sent, counted.cancelled, counted.expired, counted.failed
  FROM (
    SELECT d.key, min(e.user_id) AS sample_user, max(e.user_id) AS other_user, count(*) AS created,
           count(*) FILTER (WHERE engagement_status IN ('drafting', 'scheduled')) AS open,
           count(*) FILTER (WHERE sent_at IS NOT NULL) AS sent,
           count(*) FILTER (WHERE engagement_status = 'cancelled') AS cancelled,
           count(*) FILTER (WHERE engagement_status = 'expired') AS expired,
           count(*) FILTER (WHERE engagement_status = 'failed') AS failed
      FROM engagements e
     CROSS JOIN LATERAL (SELECT CASE $3::text
             WHEN 'type' THEN e.engagement_type
             WHEN 'stage' THEN e.relationship_stage
             WHEN 'companion' THEN e.companion_id
             WHEN 'writer' THEN coalesce(e.writer, 'none')
             WHEN 'model' THEN coalesce(e.llm_model, 'none')
             WHEN 'day' THEN ((e.created_at AT TIME ZONE $4::text)::date)::text
           END AS key) d
     WHERE e.created_at >= $1::timestamptz AND e.created_at < $2::timestamptz
     GROUP BY d.key) counted
 ORDER BY CASE WHEN $3::text IN ('day', 'stage') THEN 0 ELSE -counted.created END, counted.key

-- Who wrote, and what it took. A fallback for which no call was made has no model.
-- name: stats_writers
SELECT e.writer, coalesce(e.llm_model, '') AS model, count(*) AS engagements, sum(e.llm_calls)::bigint AS calls,
       sum(e.tokens_in)::bigint AS tokens_in, sum(e.tokens_out)::bigint AS tokens_out,
       percentile_disc(0.5) WITHIN GROUP (ORDER BY e.latency_ms) FILTER (WHERE e.llm_calls > 0) AS latency_p50,
       percentile_disc(0.95) WITHIN GROUP (ORDER BY e.latency_ms) FILTER (WHERE e.llm_calls > 0) AS latency_p95
  FROM engagements e
 WHERE e.created_at >= $1::timestamptz AND e.created_at < $2::timestamptz AND e.writer IS NOT NULL
 GROUP BY e.writer, e.llm_model
 ORDER BY count(*) DESC, e.writer, e.llm_model

-- Why drafts were refused and calls failed.
-- name: stats_refusals
SELECT e.writer, coalesce(e.llm_model, '') AS model, r.reason, count(*) AS times
  FROM engagements e
 CROSS JOIN LATERAL jsonb_array_elements_text(e.refusals) r(reason)
 WHERE e.created_at >= $1::timestamptz AND e.created_at < $2::timestamptz AND e.writer IS NOT NULL
   AND e.refusals IS NOT NULL
 GROUP BY e.writer, e.llm_model, r.reason
 ORDER BY count(*) DESC, r.reason

-- name: stats_reasons
SELECT engagement_status, reason, count(*) AS engagements, min(error) AS example
  FROM engagements
 WHERE created_at >= $1::timestamptz AND created_at < $2::timestamptz AND reason IS NOT NULL
 GROUP BY engagement_status, reason
 ORDER BY count(*) DESC, engagement_status, reason

-- name: stats_runs
SELECT run_id, command, started_at, duration_ms, exit_code, report::text, errors::text, settings_fingerprint
  FROM runs
 WHERE started_at >= $1::timestamptz AND started_at < $2::timestamptz
 ORDER BY started_at DESC, run_id
 LIMIT $3::bigint
