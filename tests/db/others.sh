#!/usr/bin/env bash
# Others in the same database: a role that may create in schema public, or in the database, lays traps: tables with triggers, functions
# and operators with the catalog's names. Whoever migrates, installs, schedules and delivers, be it a superuser, must not step into one.
# Run: scripts/with-postgres tests/db/others.sh
# shellcheck source=tests/support/db-script.sh
. "$(dirname "${BASH_SOURCE[0]}")/../support/db-script.sh"
# shellcheck source=tests/support/others.sh
. tests/support/others.sh
other=other_$$
owner=owner_$$

new_database() { # name: one in whose public schema the other may create, with a function that takes what it can get
  export PGDATABASE=$1
  createdb --maintenance-db=postgres "$1"
  sql -c "GRANT CREATE ON SCHEMA public TO $other"
  as "$other" -v other="$other" -f tests/support/traps.sql
}
# Sequences keep what a rolled back transaction did; in one that reads only, the trap's own error is seen.
harmless() { # what
  check_sql "$1: no trap was stepped into" 'SELECT NOT is_called FROM public.trapped'
  gains_nothing "$1"
}
gains_nothing() { # what
  check_sql "$1: nobody has gained anything" \
    "SELECT NOT rolsuper AND NOT rolcreaterole AND NOT pg_has_role(rolname, 'pg_read_all_data', 'MEMBER') FROM pg_roles WHERE rolname = '$other'"
}
whole_round() { # what: schedule, process and the operator's commands
  passes "$1"
  exits "$1: stats" 0 "$PROACTIVE" stats
  exits "$1: a setting is changed" 0 "$PROACTIVE" config set max_engagements_per_day 7
  exits "$1: the history of settings" 0 "$PROACTIVE" config history
  exits "$1: the check is content" 0 "$PROACTIVE" config check
  harmless "$1"
}

sql -c "CREATE ROLE $other LOGIN" -c "CREATE ROLE $owner LOGIN"

# --- Tables, functions and operators that lie in schema public before anything of ours is there
new_database others_names
as "$other" <<'SQL'
CREATE TABLE public.proactive_schema_migrations (version integer PRIMARY KEY, name text, applied_at timestamptz DEFAULT now());
CREATE TABLE public.schema_migrations (LIKE public.proactive_schema_migrations INCLUDING ALL);
CREATE TABLE public.settings (name text PRIMARY KEY, value text, changed_at timestamptz, changed_by text);
CREATE TABLE public.adapter (only_one boolean PRIMARY KEY, name text, source text, functions text[], fingerprint text);
GRANT ALL ON ALL TABLES IN SCHEMA public TO PUBLIC;
GRANT ALL ON ALL SEQUENCES IN SCHEMA public TO PUBLIC;
SELECT public.set_traps();
SQL
exits "migrates beside traps" 0 scripts/migrate --standalone --as-superuser
harmless "migrates beside traps"
people 30
whole_round "traps"
check_sql "traps: their tables are not written to" "SELECT NOT EXISTS (SELECT FROM public.proactive_schema_migrations)
  AND NOT EXISTS (SELECT FROM public.schema_migrations) AND NOT EXISTS (SELECT FROM public.settings)"
exits "traps: the adapter is tried again" 0 "$PROACTIVE" config adapter check seed
exits "traps: the adapter is installed again" 0 "$PROACTIVE" config adapter install seed
exits "traps: migrates again" 0 scripts/migrate
harmless "traps: again"

# A large event would be put into the app's table of attachments, if that could be trusted.
sql -c 'DROP TABLE public.socket_io_attachments'
as "$other" <<'SQL'
CREATE TABLE public.socket_io_attachments (id bigserial UNIQUE, created_at timestamptz DEFAULT now(), payload bytea);
SELECT public.trap_table('public.socket_io_attachments');
GRANT ALL ON public.socket_io_attachments, public.socket_io_attachments_id_seq TO PUBLIC;
SQL
sql <<'SQL'
UPDATE proactive.engagements SET engagement_status = 'scheduled', sent_at = NULL, settle_at = NULL, proof = NULL, engagement_content = repeat('x', 4000),
       scheduled_for = now() - interval '1 minute' WHERE user_id = 'u1';
DELETE FROM proactive.deliveries WHERE user_id = 'u1';
UPDATE public.companions SET name = repeat('Ä', 199);
SQL
PROACTIVE_MAX_MESSAGE_LENGTH=4000 exits "an attachments table of another: delivers" 0 "$PROACTIVE" process --format json
check_sql "an attachments table of another is left alone" 'SELECT NOT EXISTS (SELECT FROM public.socket_io_attachments)'
harmless "an attachments table of another"

# --- The app belongs to a role of its own: the adapter runs as that one, and its attachments are not written with greater rights
new_database others_owner
sql -c "GRANT CREATE ON SCHEMA public TO $owner"
PGOPTIONS="-c role=$owner" sql -f sql/adapters/seed-tables.sql
people 30
exits "an app's owner: migrates" 0 scripts/migrate --as-superuser
exits "an app's owner: installs" 0 "$PROACTIVE" config adapter install seed
check_sql "an app's owner: the functions run as the tables' owner" \
  "SELECT count(*) = 6 AND bool_and(pg_get_userbyid(proowner) = '$owner') FROM pg_proc WHERE proname ~ '^app_' AND pronamespace = 'proactive'::regnamespace"
# Its triggers run with its own rights, not with those of whoever delivers.
as "$owner" -c 'CREATE TABLE public.ran_as (name text)' -c "CREATE FUNCTION public.note() RETURNS trigger LANGUAGE plpgsql AS \$\$
  BEGIN INSERT INTO public.ran_as VALUES (current_user); RETURN NEW; END \$\$" \
  -c 'CREATE TRIGGER note BEFORE INSERT ON public.messages FOR EACH ROW EXECUTE FUNCTION public.note()'
whole_round "an app's owner"
check_sql "an app's owner: its triggers run with its own rights" "SELECT count(*) >= 5 AND bool_and(name = '$owner') FROM public.ran_as"

# The adapter is refused before anything of it runs.
is_refused() { # what, what the check says
  exits "$1: migrates" 0 scripts/migrate --as-superuser
  exits "$1: the adapter is not found to fit" 78 "$PROACTIVE" config adapter check seed
  says "$1: the check names it" "$2"
  exits "$1: the adapter is not installed" 78 "$PROACTIVE" config adapter install seed
  harmless "$1"
}

# --- Tables of the app's names that belong to the other, with a trigger, a default and a policy of its own
for table in messages conversations relationship_progression users; do
  new_database "others_$table"
  sql -f sql/adapters/seed-tables.sql
  people 30
  sql -c "ALTER TABLE public.$table OWNER TO $other"
  as "$other" -c "SELECT public.trap_table('public.$table')"
  is_refused "$table of another" "public\.$table of $other"
done

# --- The app's tables belong to the superuser, who let the other create triggers on one
new_database others_trigger
sql -f sql/adapters/seed-tables.sql
people 30
sql -c "GRANT SELECT, TRIGGER ON public.messages TO $other"
as "$other" -c 'CREATE TRIGGER trap AFTER INSERT ON public.messages FOR EACH ROW EXECUTE FUNCTION public.trap_trigger()'
is_refused "a trigger of another" "touches public\.messages, whose trigger trap runs a function of $other"
sql -c 'DROP TRIGGER trap ON public.messages'
exits "a trigger of another: without it the adapter is installed" 0 "$PROACTIVE" config adapter install seed
harmless "a trigger of another: without it"

# --- The schema itself, made before ours by one who may create in the database
new_database others_schema
sql -c "GRANT CREATE ON DATABASE others_schema TO $other"
as "$other" -c 'CREATE SCHEMA proactive' -c 'CREATE TABLE proactive.schema_migrations (version integer PRIMARY KEY, name text, works_from integer)' \
  -c "SELECT public.trap_table('proactive.schema_migrations')" -c 'GRANT ALL ON SCHEMA proactive TO PUBLIC'
exits "a schema of another is refused" 77 scripts/migrate
exits "a schema of another: its status neither" 77 scripts/migrate --status
says "a schema of another: its owner is named, and what to do" "schema proactive belongs to $other: connect as that role, or rename"
exits "a schema of another: nothing runs in it" 78 "$PROACTIVE" schedule
exits "a schema of another: nothing is checked in it" 78 "$PROACTIVE" config check
exits "a schema of another: nothing is installed in it" 78 "$PROACTIVE" config adapter install seed
harmless "a schema of another"
exits "a schema of another: who owns it may migrate it" 0 env PGUSER="$other" scripts/migrate
as "$other" -c "DROP SCHEMA proactive CASCADE" 2>/dev/null
exits "a schema of one's own needs no superuser" 0 env PGUSER="$other" scripts/migrate
exits "a superuser does not migrate another's schema either" 77 scripts/migrate
gains_nothing "a schema of one's own"

# --- Functions that got into our schema all the same are named
export PGDATABASE=others_names
sql -c "GRANT CREATE, USAGE ON SCHEMA proactive TO $other"
as "$other" -c "CREATE FUNCTION proactive.lower(varchar) RETURNS text LANGUAGE sql AS 'SELECT \$1::text'"
exits "who may create in the schema is a failure" 78 "$PROACTIVE" config check --quick
says "who may create in the schema is named" "$other has CREATE on SCHEMA proactive"
says "a function of another in the schema is named" "lower\(character varying\) of $other"
sql -c 'DROP FUNCTION proactive.lower(varchar)'
exits "migrating takes the right back" 0 scripts/migrate
exits "then the check is content" 0 "$PROACTIVE" config check --quick

# --- Owners of temporary objects: pg_temp is searched last, and for functions never
check "temporary tables of the session do not stand in for ours" \
  sql -c 'CREATE TEMP TABLE preferences (user_id text)' -c "SELECT proactive.opt_out('u9')" -c \
  "DO \$\$ BEGIN ASSERT EXISTS (SELECT FROM proactive.preferences WHERE user_id = 'u9'); END \$\$"
finish
