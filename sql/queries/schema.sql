-- name: schema_table_exists
SELECT to_regclass('proactive.schema_migrations') IS NOT NULL AS is_there

-- name: schema_versions
SELECT coalesce(max(version), 0) AS newest, count(*) AS applied FROM schema_migrations
