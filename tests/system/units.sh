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
# Asked for the template, systemd-analyze looks for its pages by the instance i: each name is to be that of a page as it stands.
for unit in "$work"/*; do
  pages=$(sed -n 's/^Documentation=//p' "$unit" | tr ' ' '\n' | sed -nE 's/^man:(.*)\(([1-8])\)$/\1.\2/p')
  check "${unit##*/} names its pages" test -n "$pages"
  for page in $pages; do check "${unit##*/}: there is a page $page" test -e "$here/../man/$page"; done
done
# Here the program is not installed, and neither are its pages.
sed -i -e "s#/usr/bin/proactive#$PROACTIVE#" -e '/^Documentation=/d' "$work"/*
reads() { # file of a unit: whether systemd understands all of it
  systemd-analyze verify --man=no "$1" >"$work/out" 2>&1 || true
  ! grep -F proactive "$work/out"
}
for command in schedule process; do
  service=$work/proactive@$command.service
  cp "$work/proactive@.service" "$service"
  check "systemd reads the service of $command" reads "$service"
  check "systemd reads the timer of $command" reads "$work/proactive-$command.timer"
  # In tenths; what is left is the network, the root directory and a clock that may be read.
  check "the service of $command is exposed by 1.2 at most" \
    systemd-analyze security --offline=true --no-pager --threshold=12 "$service"
  check "the timer starts $command" grep -qx "Unit=proactive@$command.service" "$work/proactive-$command.timer"
  check "the service runs $command" grep -qx "ExecStart=$PROACTIVE %i" "$service"
  next=$(systemd-analyze calendar "$(sed -n 's/^OnCalendar=//p' "$work/proactive-$command.timer")" 2>&1)
  check "the timer of $command elapses" grep -q 'Next elapse: [A-Z]' <<<"$next"
done
mkdir "$work/proactive@schedule.service.d"
cp "$here/../scripts/packaging/credentials.conf" "$work/proactive@schedule.service.d"
check "systemd reads the example of credentials" reads "$work/proactive@schedule.service"
echo 'LoadCredentials=none' >>"$work/proactive@schedule.service.d/credentials.conf"
if reads "$work/proactive@schedule.service" >/dev/null; then not_ok "it would object to another line there"; else ok "it would object to another line there"; fi
finish
