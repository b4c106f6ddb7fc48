#!/usr/bin/env bash
# What cron sees, and what a preview leaves: PROACTIVE=build/release/proactive scripts/with-postgres tests/cli/silence.sh
# Runs without flags print nothing on stdout; every line of the log is JSON with its fields; previews change no byte.
set -euo pipefail
PROACTIVE=$(realpath "${PROACTIVE:?set it to the binary, such as build/release/proactive}")
cd "$(dirname "${BASH_SOURCE[0]}")"
for variable in "${!PROACTIVE_@}" "${!DB_@}" DATABASE_URL; do unset "$variable"; done

export PGDATABASE=silence_$$
work=$(mktemp -d)
trap 'rm -rf "$work"; dropdb --if-exists --force "$PGDATABASE"' EXIT
../support/new-database "$PGDATABASE" world.sql 2>/dev/null
# shellcheck source=tests/support/checks.sh
. ../support/checks.sh
empty() { [ ! -s "$1" ]; }
digest() { pg_dump --data-only --inserts "$PGDATABASE" | grep -vE '^(--|SELECT pg_catalog\.setval|\\(un)?restrict)' | sha256sum; }

before=$(digest)
for options in "schedule --dry-run" "schedule --dry-run --format json" "schedule --dry-run --recheck --jobs 2" "schedule --explain --user topic" \
  "schedule --explain --user topic --format json" "process --dry-run" "process --dry-run --format json" "stats" "config show" "config check" \
  "config check --quick" "config instructions" "config history" "config adapter draft" "config adapter check seed" "config adapter show"; do
  # shellcheck disable=SC2086 # several options
  "$PROACTIVE" $options ${options:+$([[ $options == schedule* || $options == process* ]] && echo --now 2026-03-02T14:30:00Z)} \
    >"$work/out" 2>"$work/err" || [[ $options == "config check"* ]] # nobody runs it in this world
  check "$options prints" test -s "$work/out"
  check "$options leaves the database as it was" test "$(digest)" = "$before"
done

"$PROACTIVE" schedule --now 2026-03-02T12:00:00Z >"$work/out" 2>"$work/log"
"$PROACTIVE" process --now 2026-03-02T14:30:00Z >>"$work/out" 2>>"$work/log"
check "runs print nothing" empty "$work/out"
check "runs log" test -s "$work/log"
check "runs change the database" test "$(digest)" != "$before"
lines_that_lack() { # a condition on the line as jsonb
  psql -XAtq -v ON_ERROR_STOP=1 -c 'CREATE TEMPORARY TABLE log (line jsonb)' \
    -c "\\copy log FROM '$work/log' WITH (FORMAT csv, DELIMITER E'\\x01', QUOTE E'\\x02')" -c "SELECT count(*) FROM log WHERE NOT coalesce($1, false)"
}
check "every line is JSON with its fields" test "$(lines_that_lack "line->>'ts' ~ '^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z\$'
  AND line->>'level' IN ('debug', 'info', 'warn', 'error') AND line->>'event' ~ '^[a-z_]+\$' AND length(line->>'run_id') > 10
  AND line->>'command' IN ('schedule', 'process')")" = 0
check "the last line of a run has its counts and duration" test "$(lines_that_lack "line->>'event' <> 'run_finished'
  OR line ? 'duration_ms' AND line ? 'exit_code' AND (line ? 'scheduled' OR line ? 'sent')")" = 0
finish
