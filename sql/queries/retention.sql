-- What is kept no longer. A run as of a later instant removes nothing for it: the database's clock decides.

-- A round through all engagements in the order of their keys, in portions: where it has come to. No row: it is over, and the next has time.
-- name: retention_round
SELECT coalesce(r.after_user, '') AS after_user, coalesce(r.after_id, 0) AS after_id
  FROM retention_round r
 WHERE r.after_user IS NOT NULL OR r.began_at <= now() - interval '1 day'

-- The last key of the portion behind $1 and $2, and how many rows it has, at most $3.
-- name: end_of_portion
SELECT p.user_id AS last_user, p.id AS last_id, count(*) OVER () AS number
  FROM (SELECT e.user_id, e.id
          FROM engagements e
         WHERE (e.user_id, e.id) > ($1::text, $2::bigint)
         ORDER BY e.user_id, e.id
         LIMIT $3::bigint) p
 ORDER BY p.user_id DESC, p.id DESC
 LIMIT 1

-- $1 and $2 the last key that was looked at (null: that of all).
-- name: keep_round
UPDATE retention_round r
   SET began_at = CASE WHEN r.after_user IS NULL THEN now() ELSE r.began_at END, after_user = $1::text, after_id = $2::bigint

-- Texts and traces of messages whose rows are still needed; memories of which it spoke stay as long as they rest. $1 days, $2 days of
-- memories, $3 the run's instant, $4 and $5 the key before the portion's first, $6 and $7 its last; the
-- server knows the length of a range of one column only.
-- OFFSET 0 keeps the clock out of the CASE, where a cluster does not want it.
-- name: forget_texts
UPDATE engagements e
   SET engagement_content = NULL, refusals = NULL, response_id = NULL, memory_ids = CASE WHEN d.rests THEN e.memory_ids END
  FROM (SELECT x.user_id, x.id, x.sent_at >= least(now(), $3::timestamptz) - $2::integer * interval '1 day' AS rests
          FROM engagements x
         WHERE x.user_id BETWEEN $4::text AND $6::text AND (x.user_id, x.id) > ($4::text, $5::bigint) AND (x.user_id, x.id) <= ($6::text, $7::bigint)
           AND x.sent_at < least(now(), $3::timestamptz) - $1::integer * interval '1 day' AND x.settle_at IS NULL
           AND (x.engagement_content IS NOT NULL
                OR (x.memory_ids IS NOT NULL AND x.sent_at < least(now(), $3::timestamptz) - $2::integer * interval '1 day'))
        OFFSET 0) d
 WHERE e.user_id = d.user_id AND e.id = d.id
RETURNING e.user_id, e.id

-- Rows that nothing needs any more. $1 days of those that were not sent, $2 of those that were, $3 how many of a pair stay, $4 the run's
-- instant, $5 to $8 the portion, as above.
-- name: remove_engagements
SELECT remove_engagements($1::integer, $2::integer, $3::bigint, $4::timestamptz, $5::text, $6::bigint, $7::text, $8::bigint) AS removed

-- Calls of the webhook that have ended. $1 days, $2 slices (null: all), $3 the run's instant, $4 the most.
-- name: forget_calls
DELETE FROM outbox o
 USING (SELECT x.user_id, x.engagement_id
          FROM outbox x
         WHERE x.closed_at < least(now(), $3::timestamptz) - $1::integer * interval '1 day'
           AND ($2::smallint[] IS NULL OR slice(x.user_id) = ANY ($2::smallint[]))
         LIMIT $4::bigint) d
 WHERE o.user_id = d.user_id AND o.engagement_id = d.engagement_id
RETURNING o.engagement_id

-- $1 days.
-- name: forget_usage
DELETE FROM llm_usage WHERE day < current_date - $1::integer
