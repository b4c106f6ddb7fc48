-- What Prometheus is told: counts since midnight (UTC), which only grow until the next one.

-- $1 midnight. kind: created on this day, with what an LLM has cost; or ended on it.
-- name: metrics_engagements
SELECT m.kind, m.engagement_type, m.status, m.reason, m.model, sum(m.engagements)::bigint AS engagements,
       sum(m.llm_calls)::bigint AS llm_calls, sum(m.tokens_in)::bigint AS tokens_in, sum(m.tokens_out)::bigint AS tokens_out
  FROM (SELECT t.kind, t.engagement_type, t.status, t.reason, t.model, 1 AS engagements, t.llm_calls, t.tokens_in, t.tokens_out
          FROM told_engagements t
         WHERE (t.created_at >= $1::timestamptz OR t.sent_at >= $1::timestamptz OR t.closed_at >= $1::timestamptz) AND t.at >= $1::timestamptz
        UNION ALL
        SELECT c.kind, c.engagement_type, c.status, c.reason, c.model, c.engagements, c.llm_calls, c.tokens_in, c.tokens_out
          FROM forgotten_counts c
         WHERE c.day = ($1::timestamptz AT TIME ZONE 'UTC')::date) m
 GROUP BY m.kind, m.engagement_type, m.status, m.reason, m.model
 ORDER BY m.kind, m.engagement_type, m.status, m.reason, m.model

-- What the runs that ended since $1 have reported: numbers, numbers by reason, and by type and reason.
-- name: metrics_reports
WITH told AS (
  SELECT x.command, k.key AS step, k.value
    FROM runs x
   CROSS JOIN LATERAL jsonb_each(CASE WHEN jsonb_typeof(x.report) = 'object' THEN x.report END) k
   WHERE x.finished_at >= $1::timestamptz
)
SELECT n.command, n.step, n.type, n.reason, sum(n.number)::bigint AS number
  FROM (SELECT t.command, t.step, '' AS type, '' AS reason, (t.value #>> '{}')::numeric AS number
          FROM told t
         WHERE t.step IN ('checked', 'unreadable', 'events', 'without_event') AND jsonb_typeof(t.value) = 'number'
        UNION ALL
        SELECT t.command, t.step, '', r.key, r.value::numeric
          FROM told t CROSS JOIN LATERAL jsonb_each_text(CASE WHEN jsonb_typeof(t.value) = 'object' THEN t.value END) r
         WHERE t.step = 'refused' AND r.value ~ '^[0-9]+$'
        UNION ALL
        SELECT t.command, t.step, y.key, r.key, r.value::numeric
          FROM told t CROSS JOIN LATERAL jsonb_each(CASE WHEN jsonb_typeof(t.value) = 'object' THEN t.value END) y
         CROSS JOIN LATERAL jsonb_each_text(CASE WHEN jsonb_typeof(y.value) = 'object' THEN y.value END) r
         WHERE t.step IN ('held_by_type', 'channels') AND r.value ~ '^[0-9]+$') n
 GROUP BY n.command, n.step, n.type, n.reason
 ORDER BY n.command, n.step, n.type, n.reason

-- name: metrics_runs
SELECT x.command, x.exit_code, count(*) AS runs, sum(x.duration_ms)::bigint AS duration_ms
  FROM runs x
 WHERE x.finished_at >= $1::timestamptz
 GROUP BY x.command, x.exit_code
 ORDER BY x.command, x.exit_code
