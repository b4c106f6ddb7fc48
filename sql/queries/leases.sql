-- Leases of slices: a slice has one holder at a time for each kind of work. The database's clock decides; a lease is free once it has run
-- out, or its holder's connection is gone.

-- $1 command, $2 holder.
-- name: held_leases
SELECT l.slice, l.holder <> $2::text AS elsewhere
  FROM leases l
 WHERE l.command = $1::text AND l.lease_until >= now() AND is_held(l)

-- $1 command, $2 holder, $3 lease seconds, $4 slices that were seen free. A rival that takes one of them in between wins it: the guard
-- on the conflict refuses a second holder.
-- name: acquire_leases
INSERT INTO leases (command, slice, holder, lease_until, backend_pid, backend_started, renewed_at)
SELECT $1::text, s.slice, $2::text, now() + $3::integer * interval '1 second', a.pid, a.backend_start, now()
  FROM unnest($4::smallint[]) s(slice)
  LEFT JOIN pg_stat_get_activity(pg_backend_pid()) a ON true
 ORDER BY s.slice
    ON CONFLICT (command, slice) DO UPDATE
   SET holder = excluded.holder, lease_until = excluded.lease_until, backend_pid = excluded.backend_pid,
       backend_started = excluded.backend_started, renewed_at = excluded.renewed_at
 WHERE NOT is_held(leases)
RETURNING slice

-- First in every writing transaction: it fences out a run whose lease was taken over, and holds takers off until the commit.
-- name: renew_leases
UPDATE leases l
   SET lease_until = now() + $4::integer * interval '1 second', backend_pid = d.pid, backend_started = d.backend_start, renewed_at = now()
  FROM (SELECT s.slice, a.pid, a.backend_start FROM unnest($3::smallint[]) s(slice) LEFT JOIN pg_stat_get_activity(pg_backend_pid()) a ON true) d
 WHERE l.command = $1::text AND l.slice = d.slice AND l.holder = $2::text
RETURNING l.slice

-- $1 command, $2 holder, $3 slices.
-- name: release_leases
UPDATE leases SET lease_until = '-infinity', holder = '' WHERE command = $1::text AND holder = $2::text AND slice = ANY ($3::smallint[])

-- name: release_all_leases
UPDATE leases SET lease_until = '-infinity', holder = '' WHERE holder = $1::text

-- $1 command, $2 the run, $3 for so many milliseconds.
-- name: wait_for_leases
INSERT INTO waiting_runs (command, run_id, until) VALUES ($1::text, $2::text, now() + $3::integer * interval '1 millisecond')
    ON CONFLICT (command, run_id) DO UPDATE SET until = excluded.until

-- Of all commands, and others that have not done so.
-- name: end_wait_for_leases
DELETE FROM waiting_runs WHERE run_id = $1::text OR until < now() - interval '1 hour'

-- $1 command, $2 the run itself.
-- name: others_wait_for_leases
SELECT EXISTS (SELECT FROM waiting_runs w WHERE w.command = $1::text AND w.run_id <> $2::text AND w.until >= now()) AS wait
