-- name: schema_table_exists
SELECT to_regclass('proactive.schema_migrations') IS NOT NULL AS is_there, current_setting('server_encoding') AS encoding

-- How far the migrations that this binary knows are applied without a gap, and what is there beyond them. $1 the newest that it knows.
-- name: schema_versions
SELECT coalesce((SELECT min(n) - 1 FROM generate_series(1, $1::integer) n
                  WHERE NOT EXISTS (SELECT FROM schema_migrations m WHERE m.version = n)), $1::integer) AS complete,
       coalesce(max(version), 0) AS newest,
       count(*) FILTER (WHERE version > $1::integer) AS beyond,
       coalesce(max(coalesce(works_from, version - 1)) FILTER (WHERE version > $1::integer), 0) AS works_from
  FROM schema_migrations

-- What every command begins with: the versions as above, the stored settings, the database's clock, and whether the adapter is the one that was
-- installed (null: none is). $1 as above, $2 whether the adapter is asked for; the planner leaves out what is not, with the rights that it takes.
-- name: session_facts
SELECT coalesce((SELECT min(n) - 1 FROM generate_series(1, $1::integer) n
                  WHERE NOT EXISTS (SELECT FROM schema_migrations m WHERE m.version = n)), $1::integer) AS complete,
       coalesce(max(v.version), 0) AS newest,
       count(*) FILTER (WHERE v.version > $1::integer) AS beyond,
       coalesce(max(coalesce(v.works_from, v.version - 1)) FILTER (WHERE v.version > $1::integer), 0) AS works_from,
       (SELECT jsonb_object_agg(s.name, s.value) FROM settings s) AS settings,
       (SELECT CASE WHEN $2::boolean THEN a.fingerprint IS NOT DISTINCT FROM adapter_fingerprint(a.functions) ELSE true END FROM adapter a) AS adapter_is_unchanged,
       now() AS instant
  FROM schema_migrations v

-- Whether this role decides: rights of tables cannot tell, since runs need many of those that an operator's word needs.
-- name: operator_facts
SELECT current_user AS role, pg_get_userbyid(n.nspowner) AS owner,
       pg_has_role(n.nspowner, 'USAGE')
         OR EXISTS (SELECT FROM roles r JOIN pg_roles p ON p.rolname = r.role_name
                     WHERE r.kind = 'operator' AND pg_has_role(p.oid, 'USAGE')) AS decides
  FROM pg_namespace n
 WHERE n.nspname = 'proactive'
