#!/usr/bin/env bash
# What a database or a role may have set by default, for whatever reasons: nothing of it changes what the tool does.
# Run: scripts/with-postgres tests/db/others_defaults.sh
# shellcheck source=tests/support/db-script.sh
. "$(dirname "${BASH_SOURCE[0]}")/../support/db-script.sh"
# shellcheck source=tests/support/others.sh
. tests/support/others.sh

hostile() { # database: all of them at once
  PGDATABASE=postgres sql -v name="$1" <<'SQL'
ALTER DATABASE :name SET array_nulls = off;
ALTER DATABASE :name SET standard_conforming_strings = off;
ALTER DATABASE :name SET backslash_quote = off;
ALTER DATABASE :name SET escape_string_warning = off;
ALTER DATABASE :name SET datestyle = 'German';
ALTER DATABASE :name SET intervalstyle = 'sql_standard';
ALTER DATABASE :name SET timezone = 'Asia/Kathmandu';
ALTER DATABASE :name SET bytea_output = 'escape';
ALTER DATABASE :name SET extra_float_digits = -10;
ALTER DATABASE :name SET xmlbinary = 'hex';
ALTER DATABASE :name SET transform_null_equals = on;
ALTER DATABASE :name SET quote_all_identifiers = on;
ALTER DATABASE :name SET check_function_bodies = off;
ALTER DATABASE :name SET default_transaction_isolation = 'serializable';
ALTER DATABASE :name SET default_transaction_deferrable = on;
ALTER DATABASE :name SET search_path = public;
ALTER DATABASE :name SET row_security = off;
ALTER DATABASE :name SET jit = on;
ALTER DATABASE :name SET jit_above_cost = 0;
ALTER DATABASE :name SET plpgsql.variable_conflict = 'use_variable';
ALTER DATABASE :name SET plpgsql.extra_errors = 'all';
ALTER DATABASE :name SET client_encoding = 'LATIN1';
ALTER DATABASE :name SET client_min_messages = 'debug1';
ALTER DATABASE :name SET statement_timeout = '30s';
ALTER DATABASE :name SET enable_indexscan = off;
SQL
}
as_it_should_be() { # what: the rows that were written, whatever the session that reads them
  check_sql "$1: the times are in the instants' order" \
    "SELECT bool_and(sent_at BETWEEN created_at AND now() + interval '1 minute' AND scheduled_for <= now()) FROM proactive.engagements WHERE sent_at IS NOT NULL"
  check_sql "$1: each message is stored once, and as it was written" \
    "SELECT count(*) = count(DISTINCT e.id) AND count(*) = (SELECT count(*) FROM proactive.engagements WHERE sent_at IS NOT NULL)
       FROM proactive.engagements e JOIN public.messages m ON m.metadata ->> 'engagement_id' = e.id::text AND m.content = e.engagement_content
        AND m.created_at = e.sent_at AND m.user_id = e.user_id WHERE e.sent_at IS NOT NULL"
}
works() { # what, prefix of the commands
  passes "$1" "${@:2}"
  check "$1: the log holds nothing but its own lines" jq -e .event "$work/err"
  exits "$1: the check is content" 0 "${@:2}" "$PROACTIVE" config check
  exits "$1: stats" 0 "${@:2}" "$PROACTIVE" stats
  as_it_should_be "$1"
}

# --- Set before anything of ours was there
PGDATABASE=postgres createdb others_defaults
hostile others_defaults
export PGDATABASE=others_defaults
exits "migrates with all defaults hostile" 0 scripts/migrate --standalone
exits "migrates again" 0 scripts/migrate
check_sql "hostile defaults: the texts are what the files have" \
  "SELECT char_length(body) = 20 FROM proactive.disclosure_texts WHERE language = 'zh'"
people 30
works "hostile defaults"
exits "hostile defaults: settings" 0 "$PROACTIVE" config set max_engagements_per_day 9
exits "hostile defaults: the adapter is tried and installed again" 0 "$PROACTIVE" config adapter install seed
exits "hostile defaults: schedules on with it" 0 "$PROACTIVE" schedule
PGOPTIONS='-c quote_all_identifiers=off -c client_min_messages=warning' pg_dump --schema-only --no-owner --no-privileges -n proactive "$PGDATABASE" |
  sed -E '/^(--|SET |SELECT pg_catalog\.set_config|\\(un)?restrict)/d' | cat -s >"$work/schema"
check "the schema is the same whatever the defaults" diff sql/schema.golden.sql "$work/schema"

# --- Two migrations at once, serializable by default
PGDATABASE=postgres createdb others_serializable
hostile others_serializable
two_at_once() { # which of them waits for which, and where, is left to chance
  local first second status=0
  PGDATABASE=others_serializable scripts/migrate >"$work/first" 2>&1 &
  first=$!
  PGDATABASE=others_serializable scripts/migrate >"$work/second" 2>&1 &
  second=$!
  wait "$first" || status=1
  wait "$second" || status=1
  cat "$work/first" "$work/second"
  return "$status"
}
check "two migrations at once, serializable by default" two_at_once
one_waits() { # for another that is in its last migration, and commits it
  local status
  export PGDATABASE=others_serializable
  sql <<<'DELETE FROM proactive.schema_migrations WHERE version = 5'
  sql >"$work/first" 2>&1 <<'SQL' &
BEGIN;
INSERT INTO proactive.schema_migrations (version, name) VALUES (5, '0005_templates_of_nine_languages');
SELECT pg_sleep(1);
COMMIT;
SQL
  until [ "$(psql -XAtqc "SELECT count(*) FROM pg_stat_activity WHERE query LIKE 'SELECT pg_sleep%' AND datname = current_database()")" = 1 ]; do
    sleep 0.05
  done
  status=0
  scripts/migrate >"$work/second" 2>&1 || status=1
  wait $! || status=1
  cat "$work/first" "$work/second"
  return "$status"
}
check "a migration that waited for another finds its work done" one_waits

# --- Set on the runner's role
PGDATABASE=postgres createdb others_role
export PGDATABASE=others_role
exits "a role's defaults: migrates" 0 scripts/migrate --standalone
people 30
psql -XAtq -v runner=hostile_runner -f sql/roles.sql >"$work/made"
sql <<'SQL'
ALTER ROLE hostile_runner SET search_path = public, pg_catalog;
ALTER ROLE hostile_runner SET datestyle = 'SQL, DMY';
ALTER ROLE hostile_runner SET default_transaction_isolation = 'repeatable read';
ALTER ROLE hostile_runner SET standard_conforming_strings = off;
ALTER ROLE hostile_runner SET timezone = 'America/St_Johns';
ALTER ROLE hostile_runner SET idle_in_transaction_session_timeout = '500ms';
ALTER ROLE hostile_runner SET lock_timeout = '1ms';
SQL
works "a role's defaults" env PGUSER=hostile_runner

# --- Read-only by default: nothing can be written, which is said, and nothing is lost
sql -c 'ALTER DATABASE others_role SET default_transaction_read_only = on'
exits "read-only by default: schedule cannot write" 69 "$PROACTIVE" schedule
says "read-only by default: schedule says so" 'read-only'
exits "read-only by default: process cannot write" 69 "$PROACTIVE" process
exits "read-only by default: the check fails" 69 "$PROACTIVE" config check
says "read-only by default: the check says so" 'read-only'
exits "read-only by default: stats only read" 0 "$PROACTIVE" stats
PGDATABASE=postgres sql -c 'CREATE DATABASE others_read_only' -c 'ALTER DATABASE others_read_only SET default_transaction_read_only = on'
exits "read-only by default: migrate cannot write" 69 env PGDATABASE=others_read_only scripts/migrate
says "read-only by default: migrate says so" 'read-only'
finish
