-- Whether the tool does its work: what judge_health goes by, and what Prometheus is told.

-- Of each command. A run that others kept out (no slices) has done no work; one under way is not over. $1 the instant.
-- name: health_commands
SELECT c.command,
       (SELECT r.started_at FROM runs r WHERE r.command = c.command ORDER BY r.started_at LIMIT 1) AS first_at,
       EXISTS (SELECT FROM leases l WHERE (l.command = c.command OR l.command = 'upkeep' AND c.command = 'schedule') AND l.holder <> '' AND l.lease_until > $1::timestamptz
                  AND EXISTS (SELECT FROM runs r WHERE r.run_id = l.holder AND r.finished_at IS NULL)) AS is_under_way,
       (SELECT r.finished_at FROM runs r
         WHERE r.command = c.command AND r.exit_code IN (0, 1) AND r.report -> 'slices' IS DISTINCT FROM '0'
         ORDER BY r.started_at DESC LIMIT 1) AS good_at,
       n.started_at AS begun_at, n.exit_code, n.duration_ms, coalesce(n.report -> 'slices' = '0', false) AS was_kept_out
  FROM (VALUES ('schedule'), ('process')) c(command)
  LEFT JOIN LATERAL (
    SELECT r.started_at, r.exit_code, r.duration_ms, r.report
      FROM runs r
     WHERE r.command = c.command
       AND (r.finished_at IS NOT NULL OR NOT EXISTS (SELECT FROM leases l WHERE l.holder = r.run_id AND l.lease_until > $1::timestamptz))
     ORDER BY r.started_at DESC LIMIT 1) n ON true
 ORDER BY c.command DESC

-- When runs began: one a minute, of the two days before the newest. $1 command.
-- name: health_starts
SELECT DISTINCT date_trunc('minute', r.started_at) AS started_at
  FROM runs r
 WHERE r.command = $1::text
   AND r.started_at > (SELECT max(x.started_at) FROM runs x WHERE x.command = $1::text) - interval '2 days'
 ORDER BY 1

-- name: health_left_due
SELECT (r.report ->> 'left_due')::bigint AS left_due
  FROM runs r
 WHERE r.command = 'schedule' AND jsonb_typeof(r.report -> 'left_due') = 'number' AND r.report -> 'slices' IS DISTINCT FROM '0'
 ORDER BY r.started_at DESC
 LIMIT 3

-- What the runs of the day before the newest looked at, and to how many of these pairs they gave a message.
-- name: health_scheduled
SELECT coalesce(sum((r.report ->> 'checked')::bigint), 0)::bigint AS checked,
       coalesce(sum((r.report ->> 'scheduled')::bigint), 0)::bigint AS scheduled
  FROM runs r
 WHERE r.command = 'schedule' AND jsonb_typeof(r.report -> 'checked') = 'number' AND jsonb_typeof(r.report -> 'scheduled') = 'number'
   AND r.started_at > (SELECT max(x.started_at) FROM runs x WHERE x.command = 'schedule') - interval '1 day'

-- Why those of the same day that got none got none, the most frequent reason first.
-- name: health_refused
SELECT x.key AS reason, sum(x.value::bigint)::bigint AS pairs
  FROM runs r
 CROSS JOIN LATERAL jsonb_each_text(CASE WHEN jsonb_typeof(r.report -> 'refused') = 'object' THEN r.report -> 'refused' ELSE '{}' END) x
 WHERE r.command = 'schedule'
   AND r.started_at > (SELECT max(x.started_at) FROM runs x WHERE x.command = 'schedule') - interval '1 day'
 GROUP BY x.key
 ORDER BY pairs DESC, reason

-- Whether schedule knows a pair, and whether it has asked the installed adapter for them yet.
-- name: health_pairs
SELECT EXISTS (SELECT 1 FROM pairs) AS knows_pairs, isfinite(d.asked_at) AS has_asked FROM discovery d

-- $1 the instant, $2 for how many minutes a lease may be over before it counts as dead.
-- name: health_queue
SELECT q.*, s.dead_slices, pg_notification_queue_usage() AS notification_queue
  FROM (SELECT count(*) FILTER (WHERE e.engagement_status = 'drafting') AS drafting,
               count(*) FILTER (WHERE e.engagement_status = 'scheduled' AND e.approved_at IS NOT NULL) AS scheduled,
               count(*) FILTER (WHERE e.engagement_status = 'scheduled' AND e.approved_at IS NULL) AS waiting,
               count(*) FILTER (WHERE e.engagement_status = 'scheduled' AND e.approved_at IS NOT NULL AND e.scheduled_for <= $1::timestamptz) AS overdue,
               min(e.scheduled_for) FILTER (WHERE e.engagement_status = 'scheduled' AND e.approved_at IS NOT NULL
                                              AND e.scheduled_for <= $1::timestamptz) AS oldest_overdue,
               count(*) FILTER (WHERE e.engagement_status = 'drafting'
                                  AND e.lease_until < $1::timestamptz - $2::integer * interval '1 minute') AS dead_drafts
          FROM engagements e
         WHERE e.engagement_status IN ('drafting', 'scheduled')) q
 CROSS JOIN (SELECT count(*) AS dead_slices
               FROM leases l
              WHERE l.command IN ('schedule', 'process') AND l.holder <> '' AND l.lease_until < $1::timestamptz - $2::integer * interval '1 minute') s

-- name: health_flagged
SELECT count(DISTINCT f.user_id) AS users, min(f.detected_at) AS oldest FROM safety_flags f WHERE f.released_at IS NULL

-- What was written, and what became of it. $1 since when.
-- name: health_messages
SELECT count(*) FILTER (WHERE e.writer = 'llm') AS by_llm,
       count(*) FILTER (WHERE e.writer = 'fallback') AS by_fallback,
       count(*) FILTER (WHERE e.sent_at IS NOT NULL) AS sent,
       count(*) FILTER (WHERE e.engagement_status = 'failed') AS failed,
       mode() WITHIN GROUP (ORDER BY e.reason) FILTER (WHERE e.engagement_status = 'failed') AS commonest_failure
  FROM engagements e
 WHERE e.created_at >= $1::timestamptz
