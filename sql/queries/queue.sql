-- Messages that wait for an operator's approval.

-- The soonest first. $1 the most.
-- name: waiting_messages
SELECT e.id, e.user_id, e.companion_id, e.engagement_type, e.writer, e.llm_model, e.scheduled_for, e.engagement_content
  FROM engagements e
 WHERE e.engagement_status = 'scheduled' AND e.approved_at IS NULL
 ORDER BY e.scheduled_for, e.user_id, e.id
 LIMIT $1::bigint

-- How many wait, and how many of them were to be delivered before $1. $2 slices (null: all).
-- name: count_waiting
SELECT count(*) AS waiting, count(*) FILTER (WHERE e.scheduled_for < $1::timestamptz) AS overdue
  FROM engagements e
 WHERE e.engagement_status = 'scheduled' AND e.approved_at IS NULL
   AND ($2::smallint[] IS NULL OR slice(e.user_id) = ANY ($2::smallint[]))

-- $1 ids. Whoever works on a row holds it.
-- name: lock_waiting
SELECT e.user_id, e.id
  FROM engagements e
 WHERE e.engagement_status = 'scheduled' AND e.approved_at IS NULL AND e.id = ANY ($1::bigint[])
 ORDER BY e.scheduled_for, e.id
   FOR UPDATE

-- $1 users, $2 ids, $3 by whom.
-- name: approve_waiting
UPDATE engagements e
   SET approved_at = now(), approved_by = $3::text
  FROM unnest($1::text[], $2::bigint[]) d(user_id, id)
 WHERE e.user_id = d.user_id AND e.id = d.id AND e.engagement_status = 'scheduled' AND e.approved_at IS NULL

-- $3 why.
-- name: reject_waiting
UPDATE engagements e
   SET engagement_status = 'cancelled', reason = 'rejected', error = $3::text, closed_at = now()
  FROM unnest($1::text[], $2::bigint[]) d(user_id, id)
 WHERE e.user_id = d.user_id AND e.id = d.id AND e.engagement_status = 'scheduled' AND e.approved_at IS NULL

-- Those that nobody has approved while they made sense. $1 now, $2 types, $3 for how many hours each is valid, $4 slices (null: all).
-- name: expire_waiting
UPDATE engagements e
   SET engagement_status = 'expired', reason = 'expired', error = 'nobody has approved it in time', closed_at = $1::timestamptz
  FROM unnest($2::text[], $3::integer[]) d(engagement_type, hours)
 WHERE e.engagement_type = d.engagement_type AND e.engagement_status = 'scheduled' AND e.approved_at IS NULL
   AND e.scheduled_for <= $1::timestamptz - d.hours * interval '1 hour'
   AND ($4::smallint[] IS NULL OR slice(e.user_id) = ANY ($4::smallint[]))
RETURNING e.user_id, e.id
