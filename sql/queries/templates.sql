-- name: active_templates
SELECT id, engagement_type, language, tone, body, weight FROM templates WHERE active ORDER BY id
