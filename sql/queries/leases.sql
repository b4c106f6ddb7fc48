-- Leases of slices: a slice has one holder at a time for each kind of work. The database's clock decides; a lease is free once it has run out.

-- $1 command, $2 holder.
-- name: held_leases
SELECT l.slice, l.holder <> $2::text AS elsewhere
  FROM leases l
 WHERE l.command = $1::text AND l.lease_until >= now()

-- $1 command, $2 holder, $3 lease seconds, $4 slices that were seen free. A rival that takes one of them in between wins it: the guard
-- on the conflict refuses a second holder.
-- name: acquire_leases
INSERT INTO leases (command, slice, holder, lease_until)
SELECT $1::text, s.slice, $2::text, now() + $3::integer * interval '1 second'
  FROM unnest($4::smallint[]) s(slice)
 ORDER BY s.slice
    ON CONFLICT (command, slice) DO UPDATE SET holder = excluded.holder, lease_until = excluded.lease_until
 WHERE leases.lease_until < excluded.lease_until - $3::integer * interval '1 second'
RETURNING slice

-- First in every writing transaction: it fences out a run whose lease was taken over, and holds takers off until the commit.
-- name: renew_leases
UPDATE leases l
   SET lease_until = now() + $4::integer * interval '1 second'
  FROM unnest($3::smallint[]) d(slice)
 WHERE l.command = $1::text AND l.slice = d.slice AND l.holder = $2::text
RETURNING l.slice

-- $1 command, $2 holder, $3 slices.
-- name: release_leases
UPDATE leases SET lease_until = '-infinity', holder = '' WHERE command = $1::text AND holder = $2::text AND slice = ANY ($3::smallint[])

-- name: release_all_leases
UPDATE leases SET lease_until = '-infinity', holder = '' WHERE holder = $1::text
