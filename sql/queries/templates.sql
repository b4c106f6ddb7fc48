-- name: active_templates
SELECT id, engagement_type, language, tone, body, weight FROM proactive_templates WHERE active ORDER BY id
