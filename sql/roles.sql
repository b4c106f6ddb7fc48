-- Roles that may use the tool, and nothing else: psql -v runner=proactive -f sql/roles.sql
-- Run it as the owner of the schema proactive, after scripts/migrate; creating roles takes CREATEROLE. Each variable names a role,
-- which is created without a password where it is missing:
--   runner    runs schedule, process and stats, and reads settings (proactive where no variable is set)
--   operator  does the same, changes settings and templates, and may call what the backend may
--   backend   the app's: may call proactive.opt_out, opt_in, set_preferences, mute, unmute, recheck and forget
-- Where there is a schema imported (migrate --imported), operator and backend may read and write its tables.
-- What each may do stands in the view proactive.privileges. A role needs no rights on the app's tables: the adapter's functions have
-- those of their owner.
\set ON_ERROR_STOP on
SET search_path = proactive, pg_temp;
\if :{?runner}
\elif :{?operator}
\elif :{?backend}
\else
  \set runner proactive
\endif
BEGIN ISOLATION LEVEL READ COMMITTED; -- what another run of this has granted meanwhile has to be seen
\if :{?runner}
  SELECT format('CREATE ROLE %I LOGIN', :'runner') WHERE NOT EXISTS (SELECT FROM pg_roles WHERE rolname = :'runner') \gexec
  INSERT INTO roles VALUES (:'runner', 'runner') ON CONFLICT (role_name) DO UPDATE SET kind = excluded.kind;
\endif
\if :{?operator}
  SELECT format('CREATE ROLE %I LOGIN', :'operator') WHERE NOT EXISTS (SELECT FROM pg_roles WHERE rolname = :'operator') \gexec
  INSERT INTO roles VALUES (:'operator', 'operator') ON CONFLICT (role_name) DO UPDATE SET kind = excluded.kind;
\endif
\if :{?backend}
  SELECT format('CREATE ROLE %I LOGIN', :'backend') WHERE NOT EXISTS (SELECT FROM pg_roles WHERE rolname = :'backend') \gexec
  INSERT INTO roles VALUES (:'backend', 'backend') ON CONFLICT (role_name) DO UPDATE SET kind = excluded.kind;
\endif
SELECT format('GRANT CONNECT ON DATABASE %I TO %I', current_database(), role_name) FROM roles \gexec
SELECT apply_privileges() \gset
SELECT format(g.what, r.role_name)
  FROM roles r CROSS JOIN (VALUES ('GRANT USAGE ON SCHEMA imported TO %I'),
                                  ('GRANT SELECT, INSERT, UPDATE, DELETE ON ALL TABLES IN SCHEMA imported TO %I')) g(what)
 WHERE r.kind IN ('operator', 'backend') AND to_regnamespace('imported') IS NOT NULL \gexec
COMMIT;
