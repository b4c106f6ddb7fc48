-- Whether a run would find nothing to do, for all users, whoever holds them: it ends after this one look.

-- Nothing is due or waits for an operator, nor is any call of the webhook to be made or to be told of. Asked for in the order of an index, since
-- the server expects to meet a row soon, and would look through all where there is none. $1 the run's instant.
-- name: nothing_to_deliver
SELECT (SELECT e.id FROM engagements e
         WHERE (e.engagement_status = 'scheduled') IS TRUE AND e.approved_at IS NOT NULL AND e.scheduled_for <= $1::timestamptz
         ORDER BY e.scheduled_for, e.user_id, e.id LIMIT 1) IS NULL
   AND (SELECT e.id FROM engagements e
         WHERE e.engagement_status = 'scheduled' AND e.approved_at IS NULL
         ORDER BY e.scheduled_for, e.user_id, e.id LIMIT 1) IS NULL
   AND (SELECT e.id FROM engagements e
         WHERE e.engagement_status = 'ghost' AND e.closed_at IS NULL AND e.scheduled_for <= $1::timestamptz
         ORDER BY e.scheduled_for, e.user_id, e.id LIMIT 1) IS NULL
   AND (SELECT o.next_at FROM outbox o WHERE o.status = 'waiting' ORDER BY o.next_at LIMIT 1) IS NULL
   AND NOT EXISTS (SELECT 1 FROM gone_receiver) AS nothing

-- No pair is due, no draft was left behind, and it is the turn of nothing that runs do for all users: discovery, asking what came of messages,
-- removing what is old, looking at experiments. $1 the run's instant, $2 minutes between two discoveries, $3 whether experiments are looked at, $4 whether
-- what is old is removed.
-- name: nothing_to_schedule
SELECT coalesce((SELECT min(p.next_check_at) FROM pairs p) > $1::timestamptz, false)
   AND coalesce((SELECT min(e.lease_until) FROM engagements e WHERE e.engagement_status = 'drafting') >= now(), true)
   AND NOT (coalesce((SELECT min(e.settle_at) FROM engagements e) <= $1::timestamptz, false)
            AND EXISTS (SELECT 1 FROM pg_proc p WHERE p.pronamespace = 'proactive'::regnamespace AND p.proname = 'app_answers'))
   AND EXISTS (SELECT 1 FROM discovery d WHERE d.asked_at > $1::timestamptz - $2::integer * interval '1 minute' AND isfinite(d.full_at))
   AND NOT ($4::boolean AND EXISTS (SELECT 1 FROM retention_round r WHERE r.after_user IS NOT NULL OR r.began_at <= now() - interval '1 day'))
   AND NOT ($3::boolean AND EXISTS (SELECT 1 FROM experiments x
                                     WHERE x.status = 'running' AND (x.reviewed_at IS NULL OR x.reviewed_at <= $1::timestamptz - interval '1 day')))
       AS nothing

-- A run that ended with it. $1 its id, $2 its command, $3 its instant, $4 its settings, $5 milliseconds, $6 its report.
-- name: record_idle_run
INSERT INTO runs (run_id, command, as_of, settings_fingerprint, finished_at, duration_ms, exit_code, report, errors)
VALUES ($1::text, $2::text, $3::timestamptz, $4::text, now(), $5::bigint, 0, $6::jsonb, '[]')
