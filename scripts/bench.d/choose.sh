#!/usr/bin/env bash
# schedule --limit 1000 on 100,000 and on 1,000,000 pairs of which nine in ten are blocked, after one first pass
set -euo pipefail
# shellcheck source=scripts/bench.d/common.sh
. "$(dirname "${BASH_SOURCE[0]}")/common.sh"

for size in 100000 1000000; do
  new_world $size $((size * 9 / 10))
  first=$(milliseconds $proactive schedule --limit 1000)
  echo "choose $size: first pass $first ms"
  for _ in 1 2 3 4 5; do milliseconds $proactive schedule --limit 1000; done | median |
    sed "s/^/choose $size: later passes /; s/\$/ ms, median of 5/"
done
