-- name: database_now
SELECT now()

-- name: begin_run
INSERT INTO proactive_runs (run_id, command, as_of, settings_fingerprint) VALUES ($1, $2, $3::timestamptz, $4)

-- name: finish_run
UPDATE proactive_runs
   SET finished_at = now(), duration_ms = $2::bigint, exit_code = $3::integer, report = $4::jsonb, errors = $5::jsonb
 WHERE run_id = $1

-- name: forget_old_runs
DELETE FROM proactive_runs WHERE started_at < now() - $1::integer * interval '1 day'
