-- What is kept no longer. A run as of a later instant removes nothing for it: the database's clock decides.

-- Texts and traces of messages whose rows are still needed. $1 days, $2 slices (null: all), $3 the most, $4 the run's instant.
-- name: forget_texts
UPDATE engagements e
   SET engagement_content = NULL, memory_ids = NULL, refusals = NULL, response_id = NULL
  FROM (SELECT x.user_id, x.id FROM engagements x
         WHERE x.created_at < least(now(), $4::timestamptz) - $1::integer * interval '1 day' AND x.sent_at < least(now(), $4::timestamptz) - $1::integer * interval '1 day'
           AND x.settle_at IS NULL AND x.engagement_content IS NOT NULL
           AND ($2::smallint[] IS NULL OR slice(x.user_id) = ANY ($2::smallint[]))
         LIMIT $3::bigint) d
 WHERE e.user_id = d.user_id AND e.id = d.id
RETURNING e.user_id, e.id

-- Rows that nothing needs any more. $1 days of those that were not sent, $2 of those that were, $3 how many of a pair stay, $4 slices
-- (null: all), $5 the run's instant, $6 the most.
-- name: remove_engagements
SELECT remove_engagements($1::integer, $2::integer, $3::bigint, $4::smallint[], $5::timestamptz, $6::bigint) AS removed

-- $1 days.
-- name: forget_usage
DELETE FROM llm_usage WHERE day < current_date - $1::integer
