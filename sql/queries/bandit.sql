-- What came of choices among templates and among types, as a bandit learns from them, and as another policy is valued by them.

-- Since 168 days, by when each counts a 64th of what one of now does: 1 / propensity, half as much after each half-life. $1 the instant,
-- $2 the half-life in days, $3 the reward of an objection, $4 what was chosen: template or type. What was not chosen among several is
-- left out: a type that alone applied says nothing of what it is worth where another one would have as well.
-- name: arm_records
SELECT r.engagement_type, r.arm, sum(r.weight) AS weight, sum(r.weight * r.reward) AS weighted_reward,
       sum(r.weight * r.weight) AS squared_weight
  FROM (SELECT e.engagement_type, CASE $4::text WHEN 'template' THEN e.template_id::text ELSE e.engagement_type END AS arm,
               power(0.5, extract(epoch FROM $1::timestamptz - e.sent_at)::double precision / ($2::double precision * 86400))
                 / greatest((e.choice #>> ARRAY[$4::text, 'p'])::double precision, 0.02) AS weight,
               (e.engagement_status = 'responded')::integer + $3::double precision * (e.negative_at IS NOT NULL)::integer AS reward
          FROM engagements e
         WHERE e.sent_at >= $1::timestamptz - interval '168 days' AND e.sent_at <= $1::timestamptz
           AND e.engagement_status IN ('responded', 'ignored') AND e.choice ? $4::text
           AND e.choice #>> ARRAY[$4::text, 'test'] IS DISTINCT FROM 'false') r
 WHERE r.arm IS NOT NULL
 GROUP BY r.engagement_type, r.arm

-- The newest first. $1 since when they were sent, $2 the most, $3 the reward of an objection, $4 what was chosen: template or type.
-- name: logged_arms
SELECT e.user_id, CASE $4::text WHEN 'template' THEN e.template_id::text ELSE e.engagement_type END AS arm, e.choice,
       (e.engagement_status = 'responded')::integer + $3::double precision * (e.negative_at IS NOT NULL)::integer AS reward
  FROM engagements e
 WHERE e.sent_at >= $1::timestamptz AND e.engagement_status IN ('responded', 'ignored') AND e.choice ? $4::text
   AND ($4::text <> 'template' OR e.template_id IS NOT NULL) AND e.choice #>> ARRAY[$4::text, 'test'] IS DISTINCT FROM 'false'
 ORDER BY e.sent_at DESC, e.user_id, e.id
 LIMIT $2::bigint

-- When each of the users got each template last, since $2, from any companion. $1 users.
-- name: received_templates
SELECT e.user_id, e.template_id, max(e.sent_at) AS sent_at
  FROM engagements e
 WHERE e.user_id = ANY ($1::text[]) AND e.sent_at >= $2::timestamptz AND e.template_id IS NOT NULL
 GROUP BY e.user_id, e.template_id

-- The same of types.
-- name: received_types
SELECT e.user_id, e.engagement_type, max(e.sent_at) AS sent_at
  FROM engagements e
 WHERE e.user_id = ANY ($1::text[]) AND e.sent_at >= $2::timestamptz
 GROUP BY e.user_id, e.engagement_type
