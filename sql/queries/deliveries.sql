-- Delivery: what is due, and the statements of one delivering transaction in their order.

-- Here and elsewhere, user_id COLLATE "default" = ANY (users) says what the join says already, to the planner of a cluster: which shards
-- are asked. The columns' indexes are of another collation, so that on one server it is a filter of what is found, and never more.

-- Oldest first, after the last one seen.
-- name: due_keys
SELECT e.scheduled_for, e.user_id, e.id, slice(e.user_id) AS slice, shard(slice(e.user_id)) AS shard
  FROM engagements e
 WHERE (e.engagement_status = 'scheduled') IS TRUE AND e.approved_at IS NOT NULL AND e.scheduled_for <= $1::timestamptz
   AND ($2::timestamptz IS NULL OR
        (e.scheduled_for, e.user_id, e.id) > ($2::timestamptz, $3::text, $4::bigint))
   AND ($5::smallint[] IS NULL OR slice(e.user_id) = ANY ($5::smallint[]))
 ORDER BY e.scheduled_for, e.user_id, e.id
 LIMIT $6::bigint

-- Of these, what is due still, user by user; a look without a lock, since the claim is mark_sent. $1 users, $2 ids.
-- name: due_engagements
SELECT e.user_id, e.id, e.companion_id, e.engagement_type, e.scheduled_for, e.created_at,
       e.engagement_content, e.writer, e.held_from, e.safe, e.reviewed_for
  FROM unnest($1::text[], $2::bigint[]) d(user_id, id)
  JOIN engagements e ON e.user_id = d.user_id AND e.id = d.id AND e.user_id COLLATE "default" = ANY ($1::text[])
 WHERE e.engagement_status = 'scheduled' AND e.approved_at IS NOT NULL AND e.scheduled_for <= $3::timestamptz
 ORDER BY e.user_id, e.scheduled_for, e.id

-- How much is due in each slice, of the $3 that have been due for longest; the slice of the oldest first. $1 the instant, $2 slices (null: all).
-- name: due_engagements_by_slice
SELECT d.slice, count(*) AS due
  FROM (SELECT slice(e.user_id) AS slice, e.scheduled_for AS due_at
          FROM engagements e
         WHERE (e.engagement_status = 'scheduled') IS TRUE AND e.approved_at IS NOT NULL AND e.scheduled_for <= $1::timestamptz
           AND ($2::smallint[] IS NULL OR slice(e.user_id) = ANY ($2::smallint[]))
         ORDER BY e.scheduled_for, e.user_id, e.id
         LIMIT $3::bigint) d
 GROUP BY d.slice
 ORDER BY min(d.due_at), d.slice

-- All that is due to these users. $1 users, $2 the instant.
-- name: due_of_users
SELECT e.user_id, e.id, e.companion_id, e.engagement_type, e.scheduled_for, e.created_at, e.engagement_content, e.writer, e.held_from, e.safe, e.reviewed_for
  FROM (SELECT DISTINCT u.user_id COLLATE "C" AS user_id FROM unnest($1::text[]) u(user_id)) d
  JOIN engagements e ON e.user_id = d.user_id AND e.user_id COLLATE "default" = ANY ($1::text[]) AND e.engagement_status = 'scheduled' AND e.approved_at IS NOT NULL
                     AND e.scheduled_for <= $2::timestamptz
 ORDER BY e.user_id, e.scheduled_for, e.id

-- What was sent after $1, which is an hour ago at most: nobody has asked yet what came of it, so that the index of when to ask knows it by an
-- hour after it was sent. $2 slices (null: all).
-- name: sent_since
SELECT count(*) AS count, min(e.sent_at) AS first
  FROM engagements e
 WHERE e.settle_at > $1::timestamptz + interval '1 hour' AND e.settle_at <= $1::timestamptz + interval '2 hours' AND e.sent_at > $1::timestamptz
   AND ($2::smallint[] IS NULL OR slice(e.user_id) = ANY ($2::smallint[]))

-- $3 hours on the users' clocks, $7 days of their weeks, $4 the run's instant, $5 why they may be sent, $6 what they tell. What came of it is asked for from an hour later on.
-- name: mark_sent
UPDATE engagements e
   SET engagement_status = 'sent', sent_at = $4::timestamptz, local_hour = d.local_hour, local_weekday = d.local_weekday,
       settle_at = $4::timestamptz + interval '1 hour', proof = d.proof::jsonb, disclosure = d.disclosure::jsonb
  FROM unnest($1::text[], $2::bigint[], $3::smallint[], $5::text[], $6::text[], $7::smallint[])
       d(user_id, id, local_hour, proof, disclosure, local_weekday)
 WHERE e.user_id = d.user_id AND e.id = d.id AND e.user_id COLLATE "default" = ANY ($1::text[]) AND e.engagement_status = 'scheduled' AND e.approved_at IS NOT NULL
RETURNING e.user_id, e.id, e.engagement_content

-- The app's part: its functions store the messages. $3 the engagements, $4 their messages, $5 what the app is told of each,
-- $6 the run's instant.
-- name: deliver
SELECT a.engagement_id, a.message_id, a.conversation_id, a.message::text AS message, (a.message -> 'conversation_id')::text AS conversation_json,
       a.disclosure_id, a.refused
  FROM adapter_deliver($1::text[], $2::text[], $3::bigint[], $4::text[], $5::jsonb[], $6::timestamptz) a

-- The key refuses a second delivery. $3 messages, $4 conversations.
-- name: record_deliveries
INSERT INTO deliveries (user_id, engagement_id, message_id, conversation_id, delivered_at)
SELECT d.user_id, d.engagement_id, d.message_id, d.conversation_id, $5::timestamptz
  FROM unnest($1::text[], $2::bigint[], $3::text[], $4::text[]) d(user_id, engagement_id, message_id, conversation_id)

-- What the app wants no message of, in the transaction that has marked it as sent. $3 the app's reasons.
-- name: refuse_sent
UPDATE engagements e
   SET engagement_status = 'cancelled', sent_at = NULL, settle_at = NULL, local_hour = NULL, local_weekday = NULL, proof = NULL, disclosure = NULL, reason = 'refused', error = d.error, closed_at = $4::timestamptz
  FROM unnest($1::text[], $2::bigint[], $3::text[]) d(user_id, id, error)
 WHERE e.user_id = d.user_id AND e.id = d.id AND e.user_id COLLATE "default" = ANY ($1::text[]) AND e.engagement_status = 'sent' AND e.sent_at = $4::timestamptz

-- What became of a batch: by its keys and the instant of its run.
-- name: commit_outcome
SELECT count(*) FILTER (WHERE e.engagement_status IN ('sent', 'responded', 'ignored') AND e.sent_at = $3::timestamptz) AS sent,
       count(*) FILTER (WHERE e.reason = 'refused' AND e.closed_at = $3::timestamptz) AS refused
  FROM unnest($1::text[], $2::bigint[]) d(user_id, id)
  JOIN engagements e ON e.user_id = d.user_id AND e.id = d.id AND e.user_id COLLATE "default" = ANY ($1::text[])

-- $3 statuses (cancelled, expired, failed), $4 reasons, $5 errors, $6 the run's instant. The pair of a stale one is due again at once.
-- name: close_due
WITH closed AS (
  UPDATE engagements e
     SET engagement_status = d.status, reason = d.reason, error = d.error, closed_at = $6::timestamptz
    FROM unnest($1::text[], $2::bigint[], $3::text[], $4::text[], $5::text[]) d(user_id, id, status, reason, error)
   WHERE e.user_id = d.user_id AND e.id = d.id AND e.user_id COLLATE "default" = ANY ($1::text[]) AND e.engagement_status = 'scheduled'
  RETURNING e.user_id, e.companion_id, e.reason
)
UPDATE pairs p
   SET next_check_at = least(p.next_check_at, $6::timestamptz)
  FROM closed c
 WHERE p.user_id = c.user_id AND p.companion_id = c.companion_id AND p.user_id COLLATE "default" = ANY ($1::text[]) AND c.reason = 'stale'

-- name: hold_due
UPDATE engagements e
   SET scheduled_for = d.scheduled_for, held_from = coalesce(e.held_from, e.scheduled_for)
  FROM unnest($1::text[], $2::bigint[], $3::timestamptz[]) d(user_id, id, scheduled_for)
 WHERE e.user_id = d.user_id AND e.id = d.id AND e.user_id COLLATE "default" = ANY ($1::text[]) AND e.engagement_status = 'scheduled'
RETURNING e.user_id, e.id
