#!/usr/bin/env bash
# The files of scripts/container, as far as they can be tried where nobody builds images: PROACTIVE=... tests/system/container.sh
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/../.."
# shellcheck source=tests/support/checks.sh
. tests/support/checks.sh
work=$(mktemp -d)
loop=
leave() {
  [ -z "$loop" ] || kill -KILL "$loop" 2>/dev/null || true
  rm -rf "$work"
}
trap leave EXIT

# The image copies what there is, by the paths that this checkout has.
sed -nE 's/^COPY ([^-].*) [^ ]+$/\1/p' scripts/container/Dockerfile | tr ' ' '\n' >"$work/copied"
check "the image copies something" test -s "$work/copied"
while IFS= read -r path; do check "the image copies $path" test -e "$path"; done <"$work/copied"
while IFS= read -r path; do check "compose mounts $path" test -e "scripts/container/$path"; done \
  < <(sed -nE 's/^ *- (\.[^:]*):.*/\1/p' scripts/container/compose.yaml)
if docker compose version >/dev/null 2>&1; then
  check "docker compose reads its file" docker compose -f scripts/container/compose.yaml --profile demo config --quiet
else
  echo "not tried: docker compose is not installed"
fi

# The loop runs a command at once, again after its time, and lets a run end when it is to stop.
mkdir "$work/bin"
cat >"$work/bin/proactive" <<'SH'
#!/bin/sh
echo "ran $*" >>"$RECORD"
[ ! -e "$RECORD.long" ] || { trap 'echo ended >>"$RECORD"; exit 75' TERM; sleep 30 & wait; }
SH
chmod +x "$work/bin/proactive"
export RECORD=$work/record
touch "$RECORD"
PATH=$work/bin:$PATH scripts/container/loop 1 process --limit 5 &
loop=$!
ran() { # so often
  for _ in $(seq 50); do
    [ "$(grep -c 'ran process --limit 5' "$RECORD")" -lt "$1" ] || return 0
    sleep 0.1
  done
  return 1
}
check "the loop runs a command" ran 1
touch "$RECORD.long"
check "and again" ran 2
sleep 0.2 # the command has set its trap
kill -TERM "$loop"
check "it ends when it is to stop" wait "$loop"
check "and so does its run" grep -qx ended "$RECORD"
loop=
finish
