#!/usr/bin/env bash
# Setting up: what scripts/migrate is told, what it refuses before it makes anything, and what an administrator copies from its help.
# Run: scripts/with-postgres tests/db/migrate.sh
# shellcheck source=tests/support/db-script.sh
. "$(dirname "${BASH_SOURCE[0]}")/../support/db-script.sh"
# shellcheck source=tests/support/others.sh
. tests/support/others.sh

nothing_made() { # what
  check_sql "$1: nothing was made" "SELECT to_regnamespace('proactive') IS NULL"
}
new_database() { # name, options
  export PGDATABASE=migrate_$1
  createdb --maintenance-db=postgres "${@:2}" "$PGDATABASE"
}

# --- An env file
new_database file
elsewhere=(env -u PGHOST -u PGUSER -u PGDATABASE)
written() { (umask 077 && printf '%s\n' "$@" >"$work/env"); }
written '# Ours' "DATABASE_URL=postgresql://$PGUSER:hunter2@/$PGDATABASE?host=$PGHOST" 'PROACTIVE_MIN_TRUST_LEVEL=high'
exits "a bad value in the env file is refused" 78 "${elsewhere[@]}" scripts/migrate --env-file "$work/env"
says "the file and the line are named" "$work/env:3: PROACTIVE_MIN_TRUST_LEVEL: .*high.* is not allowed: use a whole number from 0 to 10"
nothing_made "a bad value"
sed -i '$d' "$work/env"
exits "the env file, and nothing else" 0 "${elsewhere[@]}" scripts/migrate --env-file "$work/env"
check "it has nothing to complain of" test ! -s "$work/err"
chmod 644 "$work/env"
exits "options go together" 0 "${elsewhere[@]}" scripts/migrate --standalone --env-file "$work/env"
says "others may read the file, which is told" 'file_exposed.*the env file .* may be read or changed by others'
exits "the status by the env file" 0 "${elsewhere[@]}" scripts/migrate --env-file "$work/env" --status
says "it is that of the database" '^applied  0001_schema$'
check_sql "the adapter was installed there" "SELECT count(*) = 1 FROM proactive.adapter"
exits "a file that is missing" 78 scripts/migrate --env-file "$work/missing"
exits "a pipe, which could be read but once" 64 bash -c 'scripts/migrate --env-file <(echo PROACTIVE_ENABLED=true)'
while IFS='|' read -r words what; do
  # shellcheck disable=SC2086
  exits "refused: $words" 64 scripts/migrate $words
  says "refused: $words: what is wrong" "^migrate: $what$"
done <<'WORDS'
--env-file|--env-file takes a file
--status --standalone|--status and --standalone do not go together
--standalone --imported|--standalone and --imported do not go together
--imported --status|--imported and --status do not go together
--all|there is no option --all
WORDS
exits "the tables of the seed once more" 0 "${elsewhere[@]}" scripts/migrate --standalone --env-file "$work/env"
says "the tables of the seed once more: it says that they are there" '^all is there already'

# --- What cannot work is refused before anything is made, by migrate as by the check
new_database ascii -E SQL_ASCII -T template0 --locale=C
exits "another encoding" 78 scripts/migrate --standalone
says "another encoding: what to do" "encoding is SQL_ASCII: make one with createdb -E UTF8 -T template0"
nothing_made "another encoding"
exits "another encoding: the status" 78 scripts/migrate --status
says "another encoding: the status says the same" "encoding is SQL_ASCII: make one with createdb -E UTF8 -T template0"
exits "another encoding: the check" 78 "$PROACTIVE" config check
says "another encoding: the check says the same" "encoding is SQL_ASCII: make one with createdb -E UTF8 -T template0"
check "another encoding: and nothing that would not help" bash -c "! grep -q proactive-migrate '$work/out'"
exits "another encoding: a run" 78 "$PROACTIVE" schedule
says "another encoding: a run says the same" "encoding is SQL_ASCII: make one with createdb -E UTF8 -T template0"

new_database old
real=$(command -v psql)
mkdir "$work/old"
cat >"$work/old/psql" <<STUB
#!/usr/bin/env bash
exec '$real' "\${@//current_setting(\'server_version_num\')/\'140012\'}"
STUB
chmod +x "$work/old/psql"
exits "an old server" 78 env PATH="$work/old:$PATH" scripts/migrate
says "an old server: what to do" 'the server is PostgreSQL .*: upgrade it to 15 or newer'
nothing_made "an old server"

sql -c 'CREATE ROLE weak LOGIN' -c 'CREATE ROLE app_owner LOGIN' -c 'ALTER DATABASE migrate_old OWNER TO app_owner'
exits "a role without rights" 77 env PGUSER=weak scripts/migrate
says "a role without rights: what to do" 'the role weak may not create a schema in the database migrate_old: connect as one that may, or let the database.s owner say GRANT CREATE ON DATABASE migrate_old TO weak'
says "a role without rights: who does it, and where" '^    database=migrate_old owner=migrate_old_owner'
check "a role without rights: no other database is made" bash -c "! grep -q createdb '$work/out' '$work/err'"
nothing_made "a role without rights"
sql -c 'GRANT CREATE ON DATABASE migrate_old TO weak'
exits "a role without rights in schema public" 77 env PGUSER=weak scripts/migrate --standalone
says "a role without rights in schema public: what to do" 'may not create tables in schema public: connect as one that may'
nothing_made "a role without rights in schema public"
exits "a role that is not there" 69 env PGUSER=nobody_here scripts/migrate
says "a role that is not there: what to do" 'cannot connect to the database: name it in --env-file'
says "a role that is not there: who does it" '^    sudo -u postgres createdb'
silent_on_who() { # what
  check "$1: not what an administrator makes, which would not help" bash -c "! grep -q 'sudo -u postgres' '$work/out' '$work/err'"
}
exits "a role that is not there, its status" 69 env PGUSER=nobody_here scripts/migrate --status
says "a role that is not there, its status: what to do" 'cannot connect to the database: name it in --env-file'
silent_on_who "a role that is not there, its status"
exits "a database that is not there" 69 env PGDATABASE=not_here scripts/migrate
says "a database that is not there: what to do" '^migrate: there is no database not_here: correct its name'
silent_on_who "a database that is not there"
exits "no database is named" 69 env -u PGDATABASE PGUSER=app_owner scripts/migrate
says "no database is named: what to do" 'cannot connect to the database: name it in --env-file'
says "no database is named: who makes one, not after the role" '^    database=proactive owner=proactive_owner$'
exits "a server that is not there" 69 env PGHOST="$work" scripts/migrate
says "a server that is not there: what psql said" 'No such file or directory'
says "a server that is not there: what to do" 'cannot connect to the database: name it in --env-file'
silent_on_who "a server that is not there"
mkdir "$work/answers"
answered() { # what libpq says of the first connection, as a program in the place of psql
  printf '#!/usr/bin/env bash\necho %q >&2\nexit 2\n' "psql: error: connection to server at \"db\", port 5432 failed: $1" >"$work/answers/psql"
  chmod +x "$work/answers/psql"
}
answered 'SCHWERWIEGEND:  Rolle »app« existiert nicht'
exits "a server that answers in German" 69 env PATH="$work/answers:$PATH" scripts/migrate
says "a server that answers in German: who does it" '^    sudo -u postgres createdb'
for answer in 'FATAL:  the database system is starting up' 'Connection refused' 'timeout expired'; do
  answered "$answer"
  exits "$answer" 69 env PATH="$work/answers:$PATH" scripts/migrate
  silent_on_who "$answer"
done
exits "as the app's owner" 0 env PGOPTIONS='-c role=app_owner' scripts/migrate
check_sql "as the app's owner: to whom it belongs" "SELECT nspowner = 'app_owner'::regrole FROM pg_namespace WHERE nspname = 'proactive'"

# --- Beside the tables of others
exits "a schema of another" 77 env PGUSER=weak scripts/migrate
says "a schema of another: what to do" 'the schema proactive belongs to app_owner: connect as that role'
silent_on_who "a schema of another"
new_database beside
sql -c 'CREATE EXTENSION pg_stat_statements' 2>/dev/null || true
exits "an empty database" 0 scripts/migrate
check "an empty database: nothing is there to be told of" test ! -s "$work/err"
sql -c 'DROP SCHEMA proactive CASCADE' -c 'CREATE TABLE orders (id int)' -c 'CREATE TABLE things (id int)' \
  -c 'ALTER TABLE orders OWNER TO app_owner' -c 'ALTER TABLE things OWNER TO app_owner'
for mode in '' --standalone --imported; do
  # shellcheck disable=SC2086
  exits "a superuser beside tables of another${mode:+, $mode}" 77 scripts/migrate $mode
  says "it is told whose they are, and what to do" "^migrate: the tables in the database migrate_beside belong to app_owner, and the schema would be that of the superuser $PGUSER, with whose rights an adapter may act: run this as the owner of the app's tables \(PGOPTIONS='-c role=app_owner'\), after GRANT CREATE ON DATABASE migrate_beside TO app_owner, or with --as-superuser if that is meant; nothing was made$"
  nothing_made "a superuser beside tables of another${mode:+, $mode}"
done
exits "a superuser who means it" 0 scripts/migrate --as-superuser
says "it is told where the schema goes" "^migrate: the schema proactive is made in the database migrate_beside, beside 2 tables of app_owner, by the superuser $PGUSER, and nothing else is touched$"
check "in one sentence" test "$(wc -l <"$work/err")" = 1
exits "once more" 0 scripts/migrate
check "once more: it is there, and nothing is told" test ! -s "$work/err"
sql -c 'DROP SCHEMA proactive CASCADE' -c 'GRANT CREATE ON DATABASE migrate_beside TO app_owner'
exits "the owner of the tables" 0 env PGOPTIONS='-c role=app_owner' scripts/migrate
check "the owner of the tables knows whose they are" test ! -s "$work/err"
sql -c 'DROP SCHEMA proactive CASCADE' -c "ALTER TABLE things OWNER TO \"$PGUSER\"" -c 'GRANT CREATE ON DATABASE migrate_beside TO weak'
exits "another role beside the tables of two" 0 env PGUSER=weak scripts/migrate
says "another role beside the tables of two: it is told so" "beside 2 tables of app_owner, $PGUSER, by weak, and nothing else is touched$"

# --- What the help tells an administrator to copy does what it says: on this server, and in a folder of the test
export PGDATABASE=postgres
mkdir "$work/bin"
cat >"$work/bin/sudo" <<'STUB'
#!/usr/bin/env bash
case $1 in
  useradd) exit ;;
  -u) export PGUSER=$2 && shift 2 ;;
esac
exec "$@"
STUB
chmod +x "$work/bin/sudo"
exits "the help" 0 scripts/migrate --help
# The place of a checkout is as long as it is.
check "its lines fit a terminal" bash -c "! sed -E 's#(/[A-Za-z0-9_.-]+)+/(scripts|sql)/#/usr/share/proactive/#' '$work/out' | grep -E '.{81}'"
sed -n '/^A PostgreSQL/,$s/^    //p' "$work/out" | sed "s#/etc/proactive#$work/etc#g; s/-g proactive/-g $(id -gn)/" >"$work/help"
check "it has commands" test "$(grep -c '^[^ ]' "$work/help")" = 12
grep -v '^database=app' "$work/help" >"$work/commands"
for time in first second; do
  [ "$time" = first ] || sed -i '/createdb/d; /createuser/d' "$work/commands"
  exits "they are run the $time time" 0 env PATH="$work/bin:$PATH" bash -euo pipefail "$work/commands"
done
check "the env file is its user's and root's" test "$(stat -c %a "$work/etc/proactive.env")" = 640
exits "the runner is checked by it" 78 env PGUSER=proactive "$PROACTIVE" --env-file "$work/etc/proactive.env" config check
says "it connects" '^ok +connection +database proactive as proactive'
check "an adapter is all that is missing" test "$(grep -c '^failure' "$work/out")" = "$(grep -cE '^failure +adapter' "$work/out")"
owned_by() { # database, role
  PGDATABASE=$1 check_sql "no superuser owns the schema in $1" "SELECT nspowner = '$2'::regrole AND NOT rolsuper FROM pg_namespace n
    JOIN pg_roles r ON r.oid = nspowner WHERE nspname = 'proactive'"
}
owned_by proactive proactive_owner
# In the app's own database, its name and its owner's corrected.
new_database of_app
sql -c 'CREATE TABLE orders (id int)' -c 'ALTER TABLE orders OWNER TO app_owner'
rm "$work/etc/proactive.env"
sed -e '/^database=proactive/d; /createdb/d; /createuser/d' -e 's/^database=app .*/database=migrate_of_app owner=app_owner/' "$work/help" >"$work/commands"
exits "they are run in the app's database" 0 env PATH="$work/bin:$PATH" bash -euo pipefail "$work/commands"
owned_by migrate_of_app app_owner
exits "the runner is checked by it there" 78 env PGUSER=proactive "$PROACTIVE" --env-file "$work/etc/proactive.env" config check
says "it connects there" '^ok +connection +database migrate_of_app as proactive'

# --- For an app that keeps its data elsewhere
new_database imported
sql -c 'CREATE SCHEMA imported'
exits "a schema of that name is there" 1 scripts/migrate --imported
says "a schema of that name is there: what to do" "if its tables are this tool's, proactive config adapter install .*/adapters/imported.sql"
nothing_made "a schema of that name is there"
sql -c 'DROP SCHEMA imported'
exits "its tables" 0 scripts/migrate --imported
says "its tables: what is next" 'fill them with proactive config import'
exits "its tables, once more" 0 scripts/migrate --imported
check_sql "its adapter is installed" "SELECT name = 'imported.sql' FROM proactive.adapter"
new_database imported_late
scripts/migrate --standalone >/dev/null
exits "another adapter is there" 1 scripts/migrate --imported
says "another adapter is there: what to do" 'name a database of its own for --imported'
new_database own_adapter
scripts/migrate >/dev/null
sql -c "INSERT INTO proactive.adapter (name, source, functions, installed_by, fingerprint) VALUES ('adapter.sql', '', '{}', 'somebody', '')"
exits "an adapter of one's own is there" 1 scripts/migrate --standalone
says "an adapter of one's own is there: what to do" 'so --standalone makes nothing here: run this without it'

# --- Files of secrets that others may read are told by runs and by the check
new_database secrets
scripts/migrate --standalone >/dev/null
install -m 644 <(echo hunter2) "$work/password"
exits "a run with such a file" 0 env DB_PASSWORD_FILE="$work/password" PROACTIVE_LOG_LEVEL=warn "$PROACTIVE" schedule
says "the run tells" 'file_exposed.*DB_PASSWORD_FILE .*/password may be read or changed by others of this machine'
exits "a check with such a file" 0 env DB_PASSWORD_FILE="$work/password" "$PROACTIVE" --log-level off config check --quick
says "the check tells" '^warning +settings +DB_PASSWORD_FILE .*/password may be read or changed by others'

# --- A machine without time-zone data
namespace=(unshare --mount)
[ "$(id -u)" = 0 ] || namespace+=(--map-root-user)
without_zones() {
  # shellcheck disable=SC2016
  "${namespace[@]}" bash -c 'mount -t tmpfs none /usr/share/zoneinfo && exec "$@"' - "$@"
}
if without_zones true 2>/dev/null; then
  exits "without time-zone data no run" 78 without_zones "$PROACTIVE" schedule
  says "it is told what to do" 'this machine has no time-zone data .*: install the package tzdata'
  exits "without time-zone data the check fails" 78 without_zones env PROACTIVE_DEFAULT_TIMEZONE=Europe/Berlin "$PROACTIVE" config check
  says "the check tells what to do" '^failure +settings +this machine has no time-zone data .*: install the package tzdata'
else
  echo "not tried: a machine without time-zone data (this user may not mount)"
fi
finish
