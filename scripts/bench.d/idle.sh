#!/usr/bin/env bash
# the whole process of a pass over nothing due, 20 times each: wall time, memory; and of --version
set -euo pipefail
# shellcheck source=scripts/bench.d/common.sh
. "$(dirname "${BASH_SOURCE[0]}")/common.sh"

new_world 1000 1000
$proactive schedule --limit 100000
$proactive schedule # and there is nothing left to learn of
for command in schedule process --version; do
  for _ in $(seq 20); do milliseconds $proactive $command; done | median |
    sed "s/^/idle $command: /; s/\$/ ms for the whole process, median of 20/"
  echo "  memory: $(peak_kib $proactive $command) KiB"
done
