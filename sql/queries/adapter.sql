-- The adapter: what is installed, and what its functions are.

-- name: installed_adapter
SELECT a.name, a.source, to_jsonb(a.functions) AS functions, a.fingerprint, a.installed_at, a.installed_by, adapter_fingerprint(a.functions) AS current
  FROM adapter a

-- Whether its functions are still those that were installed. No row: none is installed.
-- name: adapter_state
SELECT a.fingerprint IS NOT DISTINCT FROM adapter_fingerprint(a.functions) AS is_unchanged FROM adapter a

-- An adapter's file is any number of statements, which a parameter cannot be: it is held in a setting of the transaction and run
-- from there. EXECUTE refuses the statements that begin and end transactions.
-- name: hold_adapter_file
SELECT pg_catalog.set_config('proactive.script', $1, true)

-- name: adapter_file
DO 'BEGIN EXECUTE pg_catalog.current_setting(''proactive.script''); END'

-- name: schema_functions
SELECT p.oid::regprocedure::text AS signature FROM pg_proc p WHERE p.pronamespace = 'proactive'::regnamespace ORDER BY 1

-- The functions that an adapter has defined, and the columns that they return: RETURNS TABLE, OUT parameters or a composite type.
-- name: adapter_functions
SELECT p.proname, p.proretset AS returns_set, p.prosecdef AS security_definer,
       coalesce(EXISTS (SELECT FROM unnest(p.proconfig) c WHERE c LIKE 'search_path=%'), false) AS pins_search_path,
       pg_get_userbyid(p.proowner) AS owner, o.rolsuper AS owner_is_superuser,
       (SELECT to_jsonb(array_agg(format_type(t.type, NULL) ORDER BY t.n))
          FROM unnest(p.proargtypes::oid[]) WITH ORDINALITY t(type, n)) AS arguments,
       coalesce(
         (SELECT jsonb_agg(jsonb_build_array(c.name, format_type(c.type, NULL)) ORDER BY c.n)
            FROM unnest(p.proallargtypes, p.proargmodes::text[], p.proargnames) WITH ORDINALITY c(type, mode, name, n)
           WHERE c.mode IN ('t', 'o')),
         (SELECT jsonb_agg(jsonb_build_array(a.attname, format_type(a.atttypid, NULL)) ORDER BY a.attnum)
            FROM pg_type t JOIN pg_attribute a ON a.attrelid = t.typrelid AND a.attnum > 0 AND NOT a.attisdropped
           WHERE t.oid = p.prorettype AND t.typtype = 'c'), '[]') AS columns
  FROM pg_proc p
  JOIN pg_roles o ON o.oid = p.proowner
 WHERE p.pronamespace = 'proactive'::regnamespace AND p.proname LIKE 'app\_%'
 ORDER BY p.proname

-- What functions would touch with a superuser's rights though it belongs to somebody else, or has a trigger of somebody else's:
-- triggers, defaults and views would run with those rights. By the names in the functions' texts: nothing may be run to find out,
-- since then it has happened.
-- name: unsafe_tables
WITH touched AS (
  SELECT p.oid::regprocedure AS function, r.rolname AS role, t.oid, t.name, o.rolname AS owner, o.rolsuper AS owner_is_superuser
    FROM pg_proc p
    JOIN pg_roles r ON r.rolsuper AND CASE WHEN p.prosecdef THEN r.oid = p.proowner ELSE r.rolname = current_user END
   CROSS JOIN (
      SELECT c.oid, c.relowner, c.oid::regclass::text AS name,
             '(^|[^[:alnum:]_])"?' || regexp_replace(n.nspname, '([^[:alnum:]_])', '\\\1', 'g') || '"?\s*\.\s*"?'
               || regexp_replace(c.relname, '([^[:alnum:]_])', '\\\1', 'g') || '("|$|[^[:alnum:]_])' AS pattern
        FROM pg_class c
        JOIN pg_namespace n ON n.oid = c.relnamespace
       WHERE c.relkind IN ('r', 'p', 'v', 'm', 'f') AND n.nspname <> 'proactive' AND n.nspname !~ '^pg_') t
    JOIN pg_roles o ON o.oid = t.relowner
   WHERE p.pronamespace = 'proactive'::regnamespace AND p.proname LIKE 'app\_%'
     AND (p.prosrc ~* t.pattern
          OR EXISTS (SELECT FROM pg_depend d WHERE d.classid = 'pg_proc'::regclass AND d.objid = p.oid
                                               AND d.refclassid = 'pg_class'::regclass AND d.refobjid = t.oid))
)
SELECT t.function || ' runs with all rights of ' || t.role || ' and touches ' || string_agg(t.name || ' of ' || t.owner, ', ' ORDER BY t.name)
         || ', whose triggers, defaults and views would have them too: make it SECURITY DEFINER, and add ALTER FUNCTION proactive.'
         || t.function || ' OWNER TO ' || quote_ident(min(t.owner)) AS text
  FROM touched t
 WHERE NOT t.owner_is_superuser
 GROUP BY t.function, t.role
UNION ALL
SELECT t.function || ' runs with all rights of ' || t.role || ' and touches ' || t.name || ', whose trigger ' || quote_ident(g.tgname)
         || ' runs a function of ' || o.rolname || ', which would have them too: drop the trigger if it is not the app''s, or make '
         || t.function || ' SECURITY DEFINER and let a role without such rights own it'
  FROM touched t
  JOIN pg_trigger g ON g.tgrelid = t.oid AND NOT g.tgisinternal AND g.tgenabled <> 'D'
  JOIN pg_proc f ON f.oid = g.tgfoid
  JOIN pg_roles o ON o.oid = f.proowner AND NOT o.rolsuper
 WHERE t.owner_is_superuser
 ORDER BY 1

-- Functions that run with the rights of whoever calls them and touch what a role of sql/roles.sql has no right on, by role. The
-- tables' names are looked for in the functions' texts, as above.
-- name: unrunnable_functions
SELECT r.role_name AS role, string_agg(DISTINCT p.proname, ', ') AS functions, string_agg(DISTINCT c.oid::regclass::text, ', ') AS tables
  FROM roles r
  JOIN pg_roles o ON o.rolname = r.role_name
  JOIN pg_proc p ON p.pronamespace = 'proactive'::regnamespace AND p.proname LIKE 'app\_%' AND NOT p.prosecdef
  JOIN pg_class c ON c.relkind IN ('r', 'p', 'v', 'm', 'f')
  JOIN pg_namespace n ON n.oid = c.relnamespace AND n.nspname <> 'proactive' AND n.nspname !~ '^(pg_|information_schema$)'
 CROSS JOIN LATERAL (SELECT regexp_replace(n.nspname, '([^[:alnum:]_])', '\\\1', 'g') AS schema, regexp_replace(c.relname, '([^[:alnum:]_])', '\\\1', 'g') AS name) x
 WHERE r.kind IN ('runner', 'operator')
   AND NOT (has_schema_privilege(o.oid, n.oid, 'USAGE') AND has_any_column_privilege(o.oid, c.oid, 'SELECT, INSERT, UPDATE'))
   AND (p.prosrc ~* ('(^|[^[:alnum:]_])"?' || x.schema || '"?\s*\.\s*"?' || x.name || '("|$|[^[:alnum:]_])')
        OR n.nspname = 'public' AND p.prosrc ~* ('\m(from|join|into|update)\s+"?' || x.name || '"?($|[^[:alnum:]_.])')
        OR EXISTS (SELECT FROM pg_depend d WHERE d.classid = 'pg_proc'::regclass AND d.objid = p.oid
                                             AND d.refclassid = 'pg_class'::regclass AND d.refobjid = c.oid))
 GROUP BY r.role_name
 ORDER BY r.role_name

-- $1 signatures of functions: the statement that drops them and the wrappers.
-- name: drop_functions_statement
SELECT 'DROP FUNCTION ' || string_agg('proactive.' || p.oid::regprocedure, ', ') AS statement
  FROM pg_proc p
 WHERE p.pronamespace = 'proactive'::regnamespace
   AND (p.oid::regprocedure::text = ANY ($1::text[]) OR p.proname LIKE 'app\_%'
        OR (p.proname LIKE 'adapter\_%' AND p.proname <> 'adapter_fingerprint'))

-- name: keep_adapter
INSERT INTO adapter (name, source, functions, fingerprint, installed_by)
VALUES ($1::text, $2::text, $3::text[], adapter_fingerprint($3::text[]), $4::text)
    ON CONFLICT (only_one) DO UPDATE SET name = excluded.name, source = excluded.source, functions = excluded.functions,
       fingerprint = excluded.fingerprint, installed_by = excluded.installed_by, installed_at = now()

-- name: forget_adapter
DELETE FROM adapter

-- Learning of pairs begins anew: another adapter may name others.
-- name: restart_discovery
UPDATE discovery SET asked_at = '-infinity', full_at = '-infinity'

-- name: owns_schema
SELECT pg_has_role(n.nspowner, 'USAGE') AS yes, pg_get_userbyid(n.nspowner) AS owner FROM pg_namespace n WHERE n.nspname = 'proactive'

-- name: apply_privileges
SELECT apply_privileges()

-- Whether a function of the adapter returns a column. $1 its name, $2 the column.
-- name: returns_column
SELECT EXISTS (SELECT FROM pg_proc p
                WHERE p.pronamespace = 'proactive'::regnamespace AND p.proname = $1::text AND $2::text = ANY (p.proargnames)) AS returns
