#!/usr/bin/env bash
# Golden folders: tests/cli/cases/NAME/cmd runs with proactive on PATH; out, err and code must be what stands beside it.
#   PROACTIVE=build/release/proactive scripts/with-postgres tests/cli/golden.sh [--update] [NAME...]
# Each case has a database of its own, a copy of tests/cli/world.sql. --update rewrites the expectations.
set -euo pipefail
PROACTIVE=$(realpath "${PROACTIVE:?set it to the binary, such as build/release/proactive}")
cd "$(dirname "${BASH_SOURCE[0]}")"
for variable in "${!PROACTIVE_@}" "${!OPENAI_@}" "${!DB_@}" DATABASE_URL; do unset "$variable"; done
export PROACTIVE_ENABLE_DEBUG_LOGGING=false

update=
if [ "${1:-}" = --update ]; then
  update=yes
  shift
fi
world=golden_$$
work=$(mktemp -d)
trap 'rm -rf "$work"; dropdb --if-exists --force "${world}_case"; dropdb --if-exists --force "$world"' EXIT
../support/new-database "$world" world.sql 2>/dev/null
mkdir "$work/bin"
ln -s "$PROACTIVE" "$work/bin/proactive"
unset PROACTIVE
export PATH=$work/bin:$PATH

normalise() { # what differs from run to run
  sed -E -e 's/[0-9]{8}T[0-9]{6}Z-[0-9a-f]{8}/RUN/g' -e 's/"ts":"[^"]*"/"ts":"TIME"/' -e 's/"duration_ms":[0-9]+/"duration_ms":0/g' \
    -e "s#$PGHOST#SOCKETS#g" -e "s/${world}_case/DATABASE/g" -e 's/PostgreSQL [0-9]+.*$/PostgreSQL/' -e 's/^(ok +clock +).*/\1near/' \
    -e 's/"(created|updated)_at":( ?)"[^"]*Z"/"\1_at":\2"TIME"/g' -e "s/installed [0-9-]+T[0-9:]+Z by $(id -un)/installed TIME by USER/" \
    -e 's/(good run was |was started )[0-9]+ (min|h|days) ago/\1AGO/' -e 's/(the oldest for )[0-9]+ (min|h|days)/\1LONG/' \
    -e "s/ as $(id -un)\$/ as USER/" -e "s/(T?[0-9:]{8}Z +)$(id -un) /\1USER /"
}

# shellcheck source=tests/support/checks.sh
. ../support/checks.sh
cases=("$@")
[ ${#cases[@]} -gt 0 ] || mapfile -t cases < <(ls cases)
for name in "${cases[@]}"; do
  folder=$PWD/cases/$name
  createdb --template="$world" "${world}_case"
  code=0
  (cd "$work" && PGDATABASE=${world}_case bash -uo pipefail "$folder/cmd" </dev/null >"$work/stdout" 2>"$work/stderr") || code=$?
  normalise <"$work/stdout" >"$work/out"
  normalise <"$work/stderr" >"$work/err"
  echo "$code" >"$work/code"
  dropdb --force "${world}_case"
  [ -z "$update" ] || cp "$work/out" "$work/err" "$work/code" "$folder"
  same=yes
  for part in out err code; do
    diff -u --label "expected $part" --label "actual $part" "$folder/$part" "$work/$part" || same=
  done
  if [ -n "$same" ]; then ok "$name"; else not_ok "$name"; fi
done
finish
