-- name: database_now
SELECT now() AS instant

-- name: begin_run
INSERT INTO runs (run_id, command, as_of, settings_fingerprint) VALUES ($1::text, $2::text, $3::timestamptz, $4::text)

-- name: finish_run
UPDATE runs
   SET finished_at = now(), duration_ms = $2::bigint, exit_code = $3::integer, report = $4::jsonb, errors = $5::jsonb
 WHERE run_id = $1::text

-- name: forget_old_runs
DELETE FROM runs WHERE started_at < now() - $1::integer * interval '1 day'
