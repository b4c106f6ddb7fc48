-- What is kept no longer. A run as of a later instant removes nothing for it: the database's clock decides.

-- Texts and traces of messages whose rows are still needed; memories of which it spoke stay as long as they rest. $1 days, $2 days of
-- memories, $3 slices (null: all), $4 the run's instant, $5 the most.
-- name: forget_texts
UPDATE engagements e
   SET engagement_content = NULL, refusals = NULL, response_id = NULL, memory_ids = CASE WHEN d.rests THEN e.memory_ids END
  FROM (SELECT x.user_id, x.id, x.sent_at >= least(now(), $4::timestamptz) - $2::integer * interval '1 day' AS rests
          FROM engagements x
         WHERE x.created_at < least(now(), $4::timestamptz) - $1::integer * interval '1 day'
           AND x.sent_at < least(now(), $4::timestamptz) - $1::integer * interval '1 day' AND x.settle_at IS NULL
           AND (x.engagement_content IS NOT NULL
                OR (x.memory_ids IS NOT NULL AND x.sent_at < least(now(), $4::timestamptz) - $2::integer * interval '1 day'))
           AND ($3::smallint[] IS NULL OR slice(x.user_id) = ANY ($3::smallint[]))
         LIMIT $5::bigint) d
 WHERE e.user_id = d.user_id AND e.id = d.id
RETURNING e.user_id, e.id

-- Rows that nothing needs any more. $1 days of those that were not sent, $2 of those that were, $3 how many of a pair stay, $4 slices
-- (null: all), $5 the run's instant, $6 the most.
-- name: remove_engagements
SELECT remove_engagements($1::integer, $2::integer, $3::bigint, $4::smallint[], $5::timestamptz, $6::bigint) AS removed

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
