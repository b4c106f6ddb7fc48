-- Who is not well, and nobody writes to.

-- What schedule and process have read of the app. $1 users, $2 sources, $3 when it was seen.
-- name: raise_flags
SELECT flag(d.user_id, 'crisis', d.source, NULL, d.detected_at)
  FROM unnest($1::text[], $2::text[], $3::timestamptz[]) d(user_id, source, detected_at)

-- $1 the user.
-- name: user_flags
SELECT f.kind, f.source, f.detected_at, f.until, f.released_at, f.released_by
  FROM safety_flags f
 WHERE f.user_id = $1::text
 ORDER BY f.detected_at, f.id

-- $1 crisis_hours.
-- name: lasting_flags
SELECT f.user_id, f.kind, f.source, f.detected_at, f.until, f.released_at, f.released_by
  FROM safety_flags f
 WHERE f.released_at IS NULL OR f.until > now() OR f.detected_at > now() - $1::integer * interval '1 hour'
 ORDER BY f.released_at IS NOT NULL, f.detected_at, f.user_id, f.id

-- $1 the user, $2 who releases.
-- name: release_flags
SELECT release($1::text, $2::text) AS released
