-- Calls of the app's webhook: the outbox.

-- In the delivering transaction. $1 users, $2 engagements, $3 bodies, $4 the run's instant.
-- name: put_into_outbox
INSERT INTO outbox (user_id, engagement_id, body, created_at, next_at)
SELECT d.user_id, d.engagement_id, d.body, $4::timestamptz, $4::timestamptz
  FROM unnest($1::text[], $2::bigint[], $3::text[]) d(user_id, engagement_id, body)

-- Of each user the first that waits, where it is due. $1 the instant, $2 slices (null: all), $3 users whose call is under way, $4 the most.
-- name: due_calls
SELECT o.user_id, o.engagement_id, o.body, o.created_at, o.attempts, e.companion_id, e.engagement_type, e.safe, e.scheduled_for,
       e.created_at AS planned_at
  FROM outbox o
  JOIN engagements e ON e.user_id = o.user_id AND e.id = o.engagement_id
 WHERE o.status = 'waiting' AND o.next_at <= $1::timestamptz
   AND ($2::smallint[] IS NULL OR slice(o.user_id) = ANY ($2::smallint[]))
   AND o.user_id <> ALL ($3::text[])
   AND NOT EXISTS (SELECT FROM outbox b
                    WHERE b.user_id = o.user_id AND b.status = 'waiting'
                      AND (b.created_at, b.engagement_id) < (o.created_at, o.engagement_id))
 ORDER BY o.next_at, o.user_id, o.engagement_id
 LIMIT $4::bigint

-- What became of calls, or of those that were not made. A row that another hand has changed meanwhile stays as it is. $3 the attempts that
-- were read, $4 statuses, $5 attempts, $6 next calls, $7 reasons, $8 errors, $9 the instant.
-- name: record_calls
UPDATE outbox o
   SET status = d.status, attempts = d.attempts, next_at = d.next_at, reason = d.reason, error = d.error,
       body = CASE WHEN d.status IN ('waiting', 'dead') THEN o.body END,
       closed_at = CASE WHEN d.status <> 'waiting' THEN $9::timestamptz END
  FROM unnest($1::text[], $2::bigint[], $3::integer[], $4::text[], $5::integer[], $6::timestamptz[], $7::text[], $8::text[])
       d(user_id, engagement_id, attempts_read, status, attempts, next_at, reason, error)
 WHERE o.user_id = d.user_id AND o.engagement_id = d.engagement_id AND o.user_id COLLATE "default" = ANY ($1::text[]) AND o.status = 'waiting' AND o.attempts = d.attempts_read

-- What waits, and since when; what was given up. $1 slices (null: all).
-- name: outbox_counts
SELECT count(*) FILTER (WHERE o.status = 'waiting') AS waiting,
       min(o.created_at) FILTER (WHERE o.status = 'waiting') AS oldest,
       count(*) FILTER (WHERE o.status = 'waiting' AND o.error IS NOT NULL) AS failing,
       min(o.created_at) FILTER (WHERE o.status = 'waiting' AND o.error IS NOT NULL) AS oldest_failing,
       count(*) FILTER (WHERE o.status = 'dead') AS dead
  FROM outbox o
 WHERE o.status IN ('waiting', 'dead') AND ($1::smallint[] IS NULL OR slice(o.user_id) = ANY ($1::smallint[]))

-- name: gone_receiver
SELECT g.since FROM gone_receiver g WHERE g.fingerprint = $1::text

-- name: note_gone_receiver
INSERT INTO gone_receiver (fingerprint, since) VALUES ($1::text, $2::timestamptz)
    ON CONFLICT (only_one) DO UPDATE SET fingerprint = excluded.fingerprint, since = excluded.since

-- name: forget_gone_receiver
DELETE FROM gone_receiver RETURNING since

-- What waits for another try, since the receiver is back.
-- name: hurry_calls
UPDATE outbox o SET next_at = now() WHERE o.status = 'waiting' AND o.error IS NOT NULL AND o.next_at > now()

-- For operators. $1 statuses, $2 users, $3 engagements (null: all), $4 the most.
-- name: list_calls
SELECT o.user_id, o.engagement_id, e.companion_id, o.status, o.created_at, o.next_at, o.attempts, o.reason, o.error
  FROM outbox o
  JOIN engagements e ON e.user_id = o.user_id AND e.id = o.engagement_id
 WHERE o.status = ANY ($1::text[]) AND ($2::text[] IS NULL OR o.user_id = ANY ($2::text[]))
   AND ($3::bigint[] IS NULL OR o.engagement_id = ANY ($3::bigint[]))
 ORDER BY o.created_at, o.user_id, o.engagement_id
 LIMIT $4::bigint

-- What was given up, or waits for its time, is due at once. $1 users, $2 engagements (null: all).
-- name: retry_calls
UPDATE outbox o
   SET status = 'waiting', next_at = now(), closed_at = NULL, attempts = CASE WHEN o.status = 'dead' THEN 0 ELSE o.attempts END
 WHERE o.status IN ('waiting', 'dead') AND o.body IS NOT NULL AND ($1::text[] IS NULL OR o.user_id = ANY ($1::text[]))
   AND ($2::bigint[] IS NULL OR o.engagement_id = ANY ($2::bigint[]))
RETURNING o.engagement_id

-- name: drop_calls
UPDATE outbox o
   SET status = 'dropped', reason = 'operator', body = NULL, next_at = NULL, closed_at = now()
 WHERE o.status IN ('waiting', 'dead') AND ($1::text[] IS NULL OR o.user_id = ANY ($1::text[]))
   AND ($2::bigint[] IS NULL OR o.engagement_id = ANY ($2::bigint[]))
RETURNING o.engagement_id
