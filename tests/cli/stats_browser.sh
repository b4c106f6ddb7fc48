#!/usr/bin/env bash
# The page of proactive stats in a real browser: PROACTIVE=... scripts/with-postgres tests/cli/stats_browser.sh
# It needs Debian's chromium (scripts/install-packages --browser), or CHROMIUM, another one's path. What the page looks like in both
# themes, on a phone and on a screen, is kept in build/stats.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/../.."
: "${PROACTIVE:?set it to the binary, such as build/release/proactive}"

# shellcheck source=tests/support/clean-environment.sh
. tests/support/clean-environment.sh
export PGDATABASE=stats_browser_$$ CHROMIUM=${CHROMIUM:-/usr/bin/chromium} PROACTIVE_ENABLE_DEBUG_LOGGING=false
trap 'dropdb --if-exists --force "$PGDATABASE"; dropdb --if-exists --force "stats_insight_$$"' EXIT
if [ ! -x "$CHROMIUM" ]; then
  echo "stats_browser: there is no $CHROMIUM: run scripts/install-packages --browser" >&2
  exit 69
fi

tests/support/node-modules
tests/support/new-database "$PGDATABASE" tests/cli/operators.sql
mkdir -p build/stats
PROACTIVE_LLM_PRICE_IN=0.15 PROACTIVE_LLM_PRICE_OUT=0.6 "$PROACTIVE" stats --since 2026-03-02 --until 2026-03-16 --by companion \
  --format html --output build/stats/fortnight.html
"$PROACTIVE" stats --since 2020-01-01 --until 2020-01-08 --format html --output build/stats/nothing.html

# A tenth of 2,000 users is held out, and sessions are told: drawings of all that stats --insight has.
tests/support/new-database "stats_insight_$$"
export PGDATABASE=stats_insight_$$
psql -Xq -v ON_ERROR_STOP=1 -v users=2000 -v messages=12 -v companions=1 -f scripts/bench.d/insight.sql
psql -Xq -v ON_ERROR_STOP=1 -f tests/cli/visits.sql
cat sql/adapters/seed.sql tests/cli/visits-adapter.sql >build/stats/adapter.sql
"$PROACTIVE" config adapter install build/stats/adapter.sql >build/stats/adapter.log
PROACTIVE_HOLDOUT_PERCENT=10 "$PROACTIVE" stats --format html --output build/stats/insight.html
export PGDATABASE=stats_browser_$$
node tests/cli/stats_browser.mjs build/stats
