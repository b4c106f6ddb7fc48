-- name: active_templates
SELECT id, engagement_type, language, tone, body, weight, active, safe, approval, template_set FROM templates WHERE active ORDER BY id
-- name: list_templates
SELECT id, engagement_type, language, tone, body, weight, active, safe, approval, template_set
  FROM templates
 WHERE ($1::text IS NULL OR engagement_type = $1) AND ($2::text IS NULL OR lower(language) = lower($2))
   AND ($3::text IS NULL OR template_set = $3)
 ORDER BY id
-- name: one_template
SELECT id, engagement_type, language, tone, body, weight, active, safe, approval, template_set FROM templates WHERE id = $1::bigint
-- name: insert_template
INSERT INTO templates (engagement_type, language, tone, body, weight, approval, template_set)
VALUES ($1, $2, $3, $4, $5::int, $6::boolean, $7)
RETURNING id
-- name: update_template
UPDATE templates SET tone = $2, body = $3, weight = $4::int, active = $5::boolean, safe = $6::boolean, approval = $7::boolean, template_set = $8
 WHERE id = $1::bigint
-- name: delete_template
DELETE FROM templates WHERE id = $1::bigint
