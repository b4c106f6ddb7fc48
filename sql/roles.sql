-- Roles that may use the tool, and nothing else: psql -v runner=proactive -f sql/roles.sql
-- Run it as the owner of the schema proactive, after scripts/migrate; creating roles takes CREATEROLE. Each variable names a role,
-- which is created without a password where it is missing:
--   runner    runs schedule, process and stats, and reads settings
--   operator  does the same, changes settings and templates, decides on messages that wait, and may call what the backend may
--   backend   the app's: may call proactive.opt_out, opt_in, set_preferences, mute, unmute, recheck and forget
--   drop      is none of these any longer; the role itself stays
-- An operator who is named as runner or backend stays an operator, unless the role is named by drop too.
-- Where there is a schema imported (migrate --imported), operator and backend may read and write its tables.
-- What each may do stands in the view proactive.privileges. A role needs no rights on the app's tables: the adapter's functions have
-- those of their owner.
\set ON_ERROR_STOP on
\set SHOW_CONTEXT never
\if :{?runner}
\else
  \set runner ''
\endif
\if :{?operator}
\else
  \set operator ''
\endif
\if :{?backend}
\else
  \set backend ''
\endif
\if :{?drop}
\else
  \set drop ''
\endif
SET search_path = proactive, pg_temp;
BEGIN ISOLATION LEVEL READ COMMITTED; -- what another run of this has granted meanwhile has to be seen

-- A sentence is raised by a block of its own: psql ends with an error by nothing else.
SELECT format('DO %L', format('BEGIN RAISE EXCEPTION USING MESSAGE = %L; END', refusal))
  FROM (SELECT CASE
    WHEN concat(:'runner', :'operator', :'backend', :'drop') = ''
      THEN 'no role is named: say -v runner=NAME, -v operator=NAME, -v backend=NAME or -v drop=NAME'
    WHEN n.oid IS NULL THEN 'there is no schema proactive in the database ' || current_database() || ': run proactive-migrate'
    WHEN NOT pg_has_role(n.nspowner, 'USAGE')
      THEN 'the schema proactive belongs to ' || n.nspowner::regrole || ', who alone makes its roles: run this as that role'
    END FROM (VALUES (1)) one LEFT JOIN pg_namespace n ON n.nspname = 'proactive') r(refusal)
 WHERE refusal IS NOT NULL \gexec

LOCK TABLE roles IN SHARE ROW EXCLUSIVE MODE;
DELETE FROM roles WHERE NOT EXISTS (SELECT FROM pg_roles r WHERE r.rolname = roles.role_name);
SELECT format('DO %L', format('BEGIN RAISE EXCEPTION USING MESSAGE = %L; END', refusal))
  FROM (SELECT coalesce(string_agg(DISTINCT CASE
    WHEN w.kind = 'drop'
      THEN CASE WHEN h.kind IS NULL THEN format('the role %s is no runner, operator or backend: see the table proactive.roles', w.name) END
    WHEN (h.kind IN ('runner', 'backend') AND w.kind IN ('runner', 'backend') AND h.kind <> w.kind AND w.name <> :'drop')
         OR (w.kind = 'runner' AND w.name = :'backend' AND w.name <> :'operator')
      THEN format('the role %s cannot be runner and backend: name two roles, or one operator, who may do what both may; -v drop=%s takes back what it is', w.name, w.name)
    END, '; '),
      CASE count(DISTINCT w.name) FILTER (WHERE m.is_missing)
        WHEN 0 THEN NULL
        ELSE format(CASE count(DISTINCT w.name) FILTER (WHERE m.is_missing)
                      WHEN 1 THEN 'the role %s is not there, and %s may not create it: let an administrator say %s, and run this again'
                      ELSE 'the roles %s are not there, and %s may not create them: let an administrator say %s, and run this again' END,
                    string_agg(DISTINCT w.name, ', ') FILTER (WHERE m.is_missing), current_user,
                    string_agg(DISTINCT format('CREATE ROLE %I LOGIN', w.name), '; ') FILTER (WHERE m.is_missing)) END)
    FROM (VALUES ('runner', :'runner'), ('operator', :'operator'), ('backend', :'backend'), ('drop', :'drop')) w(kind, name)
    JOIN pg_roles me ON me.rolname = current_user
    LEFT JOIN roles h ON h.role_name = w.name
    LEFT JOIN pg_roles r ON r.rolname = w.name
   CROSS JOIN LATERAL (SELECT w.kind <> 'drop' AND r.rolname IS NULL AND NOT me.rolcreaterole AND NOT me.rolsuper) m(is_missing)
   WHERE w.name <> '') q(refusal)
 WHERE refusal IS NOT NULL \gexec

SELECT format('CREATE ROLE %I LOGIN', w.name)
  FROM (SELECT DISTINCT name FROM (VALUES (:'runner'), (:'operator'), (:'backend')) v(name) WHERE name <> '') w
 WHERE NOT EXISTS (SELECT FROM pg_roles WHERE rolname = w.name) \gexec
DELETE FROM roles WHERE role_name = :'drop';
INSERT INTO roles SELECT :'operator', 'operator' WHERE :'operator' <> ''
  ON CONFLICT (role_name) DO UPDATE SET kind = excluded.kind;
INSERT INTO roles SELECT w.name, w.kind FROM (VALUES ('runner', :'runner'), ('backend', :'backend')) w(kind, name) WHERE w.name <> ''
  ON CONFLICT (role_name) DO NOTHING;

SELECT format('GRANT CONNECT ON DATABASE %I TO %I', current_database(), role_name)
  FROM roles WHERE NOT has_database_privilege(role_name, current_database(), 'CONNECT') \gexec
SELECT apply_privileges() \gset
-- What was dropped may have been given to it by the app too, so only rights on the tool's own tables are taken back.
SELECT format(g.what, r.role_name)
  FROM (SELECT role_name::text FROM roles WHERE kind = 'runner' UNION SELECT :'drop' WHERE :'drop' NOT IN (SELECT role_name FROM roles)) r
  CROSS JOIN (VALUES ('REVOKE ALL ON ALL TABLES IN SCHEMA imported FROM %I'), ('REVOKE USAGE ON SCHEMA imported FROM %I')) g(what)
 WHERE r.role_name <> '' AND to_regnamespace('imported') IS NOT NULL \gexec
SELECT format(g.what, r.role_name)
  FROM roles r CROSS JOIN (VALUES ('GRANT USAGE ON SCHEMA imported TO %I'),
                                  ('GRANT SELECT, INSERT, UPDATE, DELETE ON ALL TABLES IN SCHEMA imported TO %I')) g(what)
 WHERE r.kind IN ('operator', 'backend') AND to_regnamespace('imported') IS NOT NULL \gexec
SELECT 'roles of the database ' || current_database() || ': '
         || coalesce(string_agg(role_name || ' is ' || CASE kind WHEN 'operator' THEN 'an operator' ELSE 'a ' || kind END, ', '
                                ORDER BY kind, role_name), 'none') AS told FROM roles \gset
COMMIT;
\echo :told
