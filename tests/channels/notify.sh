#!/usr/bin/env bash
# Messages on their way to whoever listens: PROACTIVE=... scripts/with-postgres tests/channels/notify.sh
# The consumers are the programs of proactive-channels(7), as they are printed there.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/../.."
: "${PROACTIVE:?set it to the binary, such as build/release/proactive}"
# shellcheck source=tests/support/clean-environment.sh
. tests/support/clean-environment.sh
# shellcheck source=tests/support/checks.sh
. tests/support/checks.sh
tests/support/node-modules
export PGDATABASE=notify_$$ PROACTIVE_CHANNELS=notify
work=$(mktemp -d)
trap 'rm -rf "$work"; dropdb --if-exists --force "$PGDATABASE"' EXIT
tests/support/new-database "$PGDATABASE"

fill 3
code=0
$PROACTIVE process --format json >"$work/report" 2>"$work/log" || code=$?
check "that nobody is there is no failure" test "$code" = 0
check "but said in the report" jq -e '.channels == {notify: {announced: 3, left_out: 0, listeners: 0}} and .events == 3' "$work/report"
check "and in the log" grep -q nobody_listens "$work/log"
finish "$work/log"
empty_world

for name in listen bridge events; do tests/support/example "$name.mjs" >"$work/$name.mjs"; done
ln -s "$PWD/tests/node_modules" "$work/node_modules"
EXAMPLES=$work node tests/channels/notify.mjs
