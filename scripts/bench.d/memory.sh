#!/usr/bin/env bash
# the largest memory of a run that schedules 10,000 and of one that delivers 100,000, and their rates
set -euo pipefail
# shellcheck source=scripts/bench.d/common.sh
. "$(dirname "${BASH_SOURCE[0]}")/common.sh"

new_world 110000 0
$proactive schedule --limit 1 # learns of the pairs, which is done once for each

start=$(date +%s%N)
echo "memory schedule --limit 10000: $(peak_kib $proactive schedule --limit 10000) KiB"
echo "  $((10000 * 1000000000 / ($(date +%s%N) - start))) messages a second"
$proactive schedule --limit 100000
psql -Xqc "UPDATE proactive.engagements SET scheduled_for = now() - interval '1 minute'"
start=$(date +%s%N)
echo "memory process of 100,000: $(peak_kib $proactive process --limit 100000) KiB"
echo "  $((100000 * 1000000000 / ($(date +%s%N) - start))) messages a second"
psql -XAtc "SELECT count(*) || ' messages delivered' FROM proactive.deliveries" | sed 's/^/  /'
