-- What `config check` asks of the server.

-- name: connection_facts
SELECT current_user AS role, current_database() AS database, current_setting('server_version') AS server_version,
       current_setting('server_version_num')::integer AS server_number,
       clock_timestamp() AS instant, pg_is_in_recovery() AS standby, current_setting('server_encoding') AS encoding,
       inet_server_addr() IS NULL OR host(inet_server_addr())::inet <<= '127.0.0.0/8' OR host(inet_server_addr())::inet = '::1' AS stays_here,
       coalesce((SELECT ssl FROM pg_stat_ssl WHERE pid = pg_backend_pid()), false) AS tls,
       EXISTS (SELECT FROM pg_catalog.pg_class c JOIN pg_catalog.pg_namespace n ON n.oid = c.relnamespace
                WHERE c.relkind IN ('r', 'p', 'v', 'm', 'f') AND n.nspname !~ '^pg_' AND n.nspname NOT IN ('information_schema', 'proactive')
                  AND NOT EXISTS (SELECT FROM pg_catalog.pg_depend e WHERE e.classid = 'pg_catalog.pg_class'::pg_catalog.regclass
                                     AND e.objid = c.oid AND e.deptype = 'e')) AS has_tables_of_others

-- What this role, or one of those that sql/roles.sql has made, may not do though it should.
-- name: missing_privileges
WITH r AS (
  SELECT current_user::text AS role_name, coalesce((SELECT kind FROM roles WHERE role_name = current_user), 'runner') AS kind
  UNION SELECT role_name::text, kind FROM roles WHERE to_regrole(quote_ident(role_name)) IS NOT NULL
)
SELECT r.role_name || ' lacks USAGE on SCHEMA proactive' AS text
  FROM r WHERE NOT has_schema_privilege(r.role_name, 'proactive', 'USAGE')
UNION ALL
SELECT r.role_name || ' lacks ' || p.privilege || ' on ' || p.object
  FROM r
  JOIN privileges p ON p.kind = r.kind
 WHERE NOT CASE p.object_type WHEN 'table' THEN has_table_privilege(r.role_name, p.object_oid, p.privilege)
                              WHEN 'sequence' THEN has_sequence_privilege(r.role_name, p.object_oid, p.privilege)
                              ELSE has_function_privilege(r.role_name, p.object_oid, p.privilege) END
 ORDER BY 1

-- What others than those roles may do in our schema, and what those may do beyond what is declared.
-- name: foreign_privileges
SELECT CASE h.grantee WHEN 0 THEN 'everybody (PUBLIC)' ELSE pg_get_userbyid(h.grantee) END || ' has ' || h.privilege || ' on ' || h.object
         AS text, h.privilege = 'CREATE' AS may_create
  FROM held_privileges h
  LEFT JOIN roles r ON r.role_name = CASE h.grantee WHEN 0 THEN '' ELSE pg_get_userbyid(h.grantee) END
 WHERE NOT coalesce(h.object = 'SCHEMA proactive' AND h.privilege = 'USAGE' AND r.kind IS NOT NULL, false)
   AND NOT EXISTS (SELECT FROM privileges p WHERE p.kind = r.kind AND p.privilege = h.privilege AND p.object = h.object)
 ORDER BY h.privilege <> 'CREATE', 1

-- Functions of others in our schema: some with the names of the catalog's, which a better match of types would prefer.
-- name: foreign_functions
SELECT p.oid::regprocedure || ' of ' || pg_get_userbyid(p.proowner) AS text
  FROM pg_proc p
  JOIN pg_namespace n ON n.oid = p.pronamespace
 WHERE n.nspname = 'proactive' AND p.proowner <> n.nspowner AND p.proname NOT LIKE 'app\_%'
 ORDER BY 1

-- Users whose zone this server does not know; default_timezone is used for them.
-- name: unknown_timezones
SELECT p.timezone, count(*) AS users
  FROM preferences p
 WHERE p.timezone IS NOT NULL AND NOT EXISTS (SELECT FROM pg_timezone_names z WHERE z.name = p.timezone)
 GROUP BY p.timezone
 ORDER BY count(*) DESC
 LIMIT 5
