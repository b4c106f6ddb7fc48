-- What Prometheus is told: counts since midnight (UTC), which only grow until the next one.

-- $1 midnight. kind: created on this day, with what an LLM has cost; or ended on it.
-- name: metrics_engagements
SELECT m.kind, m.engagement_type, m.status, m.reason, m.model, sum(m.engagements)::bigint AS engagements,
       sum(m.llm_calls)::bigint AS llm_calls, sum(m.tokens_in)::bigint AS tokens_in, sum(m.tokens_out)::bigint AS tokens_out
  FROM (SELECT k.kind, e.engagement_type, k.status, k.reason, k.model, 1 AS engagements, k.llm_calls, k.tokens_in, k.tokens_out
          FROM engagements e
         CROSS JOIN LATERAL (VALUES
                 ('created', e.created_at, '', '', coalesce(e.llm_model, ''), coalesce(e.llm_calls, 0), coalesce(e.tokens_in, 0), coalesce(e.tokens_out, 0)),
                 ('ended', coalesce(e.sent_at, e.closed_at), CASE WHEN e.sent_at IS NOT NULL THEN 'sent' ELSE e.engagement_status END,
                  coalesce(e.reason, ''), '', 0, 0, 0)) k(kind, at, status, reason, model, llm_calls, tokens_in, tokens_out)
         WHERE (e.created_at >= $1::timestamptz OR e.sent_at >= $1::timestamptz OR e.closed_at >= $1::timestamptz)
           AND k.at >= $1::timestamptz
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
         WHERE t.step = 'held_by_type' AND r.value ~ '^[0-9]+$') n
 GROUP BY n.command, n.step, n.type, n.reason
 ORDER BY n.command, n.step, n.type, n.reason

-- name: metrics_runs
SELECT x.command, x.exit_code, count(*) AS runs, sum(x.duration_ms)::bigint AS duration_ms
  FROM runs x
 WHERE x.finished_at >= $1::timestamptz
 GROUP BY x.command, x.exit_code
 ORDER BY x.command, x.exit_code
