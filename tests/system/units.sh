#!/usr/bin/env bash
# The units of scripts/systemd: systemd reads them without a complaint, and they expose next to nothing of the machine.
set -uo pipefail
here=$(cd "$(dirname "${BASH_SOURCE[0]}")/.." && pwd)
PROACTIVE=$(realpath "${PROACTIVE:-$here/../build/release/proactive}")
# shellcheck source=tests/support/checks.sh
. "$here/support/checks.sh"
if ! command -v systemd-analyze >/dev/null; then
  echo "skipped: systemd-analyze is not installed"
  exit 0
fi
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cp "$here"/../scripts/systemd/* "$work"
# Here the program is not installed, and neither are its pages.
sed -i -e "s#/usr/bin/proactive#$PROACTIVE#" -e '/^Documentation=/d' "$work"/*
for command in schedule process; do
  systemd-analyze verify "$work/proactive-$command.service" "$work/proactive-$command.timer" >"$work/out" 2>&1
  grep -F "proactive-$command" "$work/out" >"$work/said"
  if [ -s "$work/said" ]; then not_ok "systemd reads the units of $command" "$work/said"; else ok "systemd reads the units of $command"; fi
  # In tenths; what is left is the network, the root directory and a clock that may be read.
  check "the service of $command is exposed by 1.2 at most" \
    systemd-analyze security --offline=true --no-pager --threshold=12 "$work/proactive-$command.service"
  next=$(systemd-analyze calendar "$(sed -n 's/^OnCalendar=//p' "$work/proactive-$command.timer")" 2>&1)
  check "the timer of $command elapses" grep -q 'Next elapse: [A-Z]' <<<"$next"
done
finish
