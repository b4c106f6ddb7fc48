-- name: schema_table_exists
SELECT to_regclass('proactive_schema_migrations') IS NOT NULL

-- name: schema_versions
SELECT coalesce(max(version), 0), count(*) FROM proactive_schema_migrations
