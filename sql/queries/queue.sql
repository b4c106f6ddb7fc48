-- Messages that an operator may still decide on.

-- $1 state: waiting (for approval), scheduled (those that wait for nothing but their time) or failed (in seven days). The soonest
-- first, but of failed ones the newest. $2 the most.
-- name: queued_messages
SELECT e.id, e.user_id, e.companion_id, e.engagement_type, e.writer, e.llm_model, e.scheduled_for, e.engagement_content, e.reason, e.error, e.closed_at
  FROM engagements e
 WHERE ($1::text = 'waiting' AND e.engagement_status = 'scheduled' AND e.approved_at IS NULL
        OR $1::text = 'scheduled' AND e.engagement_status = 'scheduled' AND e.approved_at IS NOT NULL
        OR $1::text = 'failed' AND e.engagement_status = 'failed' AND e.closed_at > now() - interval '7 days')
 ORDER BY CASE WHEN $1::text = 'failed' THEN now() - e.closed_at END, e.scheduled_for, e.user_id, e.id
 LIMIT $2::bigint

-- name: count_queue
SELECT count(*) FILTER (WHERE e.engagement_status = 'scheduled' AND e.approved_at IS NULL) AS waiting,
       count(*) FILTER (WHERE e.engagement_status = 'scheduled' AND e.approved_at IS NOT NULL) AS scheduled,
       count(*) FILTER (WHERE e.engagement_status = 'failed') AS failed
  FROM engagements e
 WHERE e.engagement_status = 'scheduled' OR e.engagement_status = 'failed' AND e.closed_at > now() - interval '7 days'

-- How many wait, and how many of them were to be delivered before $1. $2 slices (null: all).
-- name: count_waiting
SELECT count(*) AS waiting, count(*) FILTER (WHERE e.scheduled_for < $1::timestamptz) AS overdue
  FROM engagements e
 WHERE e.engagement_status = 'scheduled' AND e.approved_at IS NULL
   AND ($2::smallint[] IS NULL OR slice(e.user_id) = ANY ($2::smallint[]))

-- Those of one state, by ids, user and companion, each of which may be null. $1 the state: as above, or open (waiting or scheduled).
-- Whoever works on a row holds it until its transaction ends, and so does this: it writes what was there, since not every database can lock
-- rows of several users without.
-- name: hold_queued
UPDATE engagements e
   SET engagement_status = e.engagement_status
 WHERE ($1::text IN ('waiting', 'open') AND e.engagement_status = 'scheduled' AND e.approved_at IS NULL
        OR $1::text = 'open' AND e.engagement_status = 'scheduled' AND e.approved_at IS NOT NULL
        OR $1::text = 'failed' AND e.engagement_status = 'failed' AND ($2::bigint[] IS NOT NULL OR e.closed_at > now() - interval '7 days'))
   AND ($2::bigint[] IS NULL OR e.id = ANY ($2::bigint[]))
   AND ($3::text IS NULL OR e.user_id = $3::text)
   AND ($4::text IS NULL OR e.companion_id = $4::text)
RETURNING e.user_id, e.id

-- $1 users, $2 ids, $3 by whom.
-- name: approve_waiting
UPDATE engagements e
   SET approved_at = now(), approved_by = $3::text
  FROM unnest($1::text[], $2::bigint[]) d(user_id, id)
 WHERE e.user_id = d.user_id AND e.id = d.id AND e.user_id COLLATE "default" = ANY ($1::text[]) AND e.engagement_status = 'scheduled' AND e.approved_at IS NULL

-- $3 why.
-- name: cancel_queued
UPDATE engagements e
   SET engagement_status = 'cancelled', reason = 'rejected', error = $3::text, closed_at = now()
  FROM unnest($1::text[], $2::bigint[]) d(user_id, id)
 WHERE e.user_id = d.user_id AND e.id = d.id AND e.user_id COLLATE "default" = ANY ($1::text[]) AND e.engagement_status = 'scheduled'

-- Failed messages that are written become due again, at the time that they were scheduled for, so that process still ends what comes too
-- late. The newest of a pair, unless a newer one is open.
-- name: retry_failed
UPDATE engagements e
   SET engagement_status = 'scheduled', reason = NULL, error = NULL, closed_at = NULL
  FROM (SELECT DISTINCT ON (x.user_id, x.companion_id) x.user_id, x.id
          FROM unnest($1::text[], $2::bigint[]) d(user_id, id)
          JOIN engagements x ON x.user_id = d.user_id AND x.id = d.id AND x.user_id COLLATE "default" = ANY ($1::text[])
         WHERE x.engagement_content IS NOT NULL
           AND NOT EXISTS (SELECT FROM engagements o
                            WHERE o.user_id = x.user_id AND o.user_id COLLATE "default" = ANY ($1::text[]) AND o.engagement_status IN ('drafting', 'scheduled')
                              AND (o.companion_id = x.companion_id OR o.conversation_id = x.conversation_id))
         ORDER BY x.user_id, x.companion_id, x.id DESC) c
 WHERE e.user_id = c.user_id AND e.id = c.id AND e.user_id COLLATE "default" = ANY ($1::text[]) AND e.engagement_status = 'failed'
RETURNING e.id

-- Pairs whose message could not be written are looked at again at once.
-- name: recheck_failed
WITH unwritten AS (
  SELECT x.user_id, x.companion_id
    FROM unnest($1::text[], $2::bigint[]) d(user_id, id)
    JOIN engagements x ON x.user_id = d.user_id AND x.id = d.id AND x.user_id COLLATE "default" = ANY ($1::text[])
   WHERE x.engagement_content IS NULL
), woken AS (
  UPDATE pairs p
     SET next_check_at = least(p.next_check_at, now())
    FROM (SELECT DISTINCT user_id, companion_id FROM unwritten) c
   WHERE p.user_id = c.user_id AND p.companion_id = c.companion_id AND p.user_id COLLATE "default" = ANY ($1::text[])
  RETURNING p.user_id
)
SELECT (SELECT count(*) FROM unwritten) AS unwritten, (SELECT count(*) FROM woken) AS pairs

-- Those that wait for an operator though their time has come. $1 now, $2 slices (null: all).
-- name: waiting_engagements
SELECT e.user_id, e.id, e.engagement_type, e.scheduled_for
  FROM engagements e
 WHERE e.engagement_status = 'scheduled' AND e.approved_at IS NULL AND e.scheduled_for <= $1::timestamptz
   AND ($2::smallint[] IS NULL OR slice(e.user_id) = ANY ($2::smallint[]))

-- Those that nobody has approved while they made sense. $1 now, $2 users, $3 ids.
-- name: expire_waiting
UPDATE engagements e
   SET engagement_status = 'expired', reason = 'expired', error = 'nobody has approved it in time', closed_at = $1::timestamptz
  FROM unnest($2::text[], $3::bigint[]) d(user_id, id)
 WHERE e.user_id = d.user_id AND e.id = d.id AND e.user_id COLLATE "default" = ANY ($2::text[]) AND e.engagement_status = 'scheduled' AND e.approved_at IS NULL
RETURNING e.user_id, e.id
