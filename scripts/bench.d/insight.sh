#!/usr/bin/env bash
# stats --insight all of 1,000,000 engagements of 100,000 users, and the page: wall time, memory of the program
set -euo pipefail
# shellcheck source=scripts/bench.d/common.sh
. "$(dirname "${BASH_SOURCE[0]}")/common.sh"

createdb insight_world
export PGDATABASE=insight_world
scripts/migrate --standalone >/dev/null
psql -Xq -v ON_ERROR_STOP=1 -v users=100000 -v messages=10 -v companions=1 -f scripts/bench.d/insight.sql
export PROACTIVE_HOLDOUT_PERCENT=10 # stored now, it would not have held for the messages there are
for _ in 1 2 3 4 5; do milliseconds "$proactive" stats --insight all; done | median | sed 's/^/insight of 1,000,000 engagements: /; s/$/ ms, median of 5/'
milliseconds "$proactive" stats --format html | sed 's/^/  the page, with a week of the rest: /; s/$/ ms/'
echo "  memory of stats --insight all: $(peak_kib "$proactive" stats --insight all) KiB"
