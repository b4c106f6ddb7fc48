#!/usr/bin/env bash
# The servers of the tests are closed to the machine's other users: PROACTIVE=... scripts/with-postgres tests/system/private_server.sh
# Whoever connects as their superuser runs commands as whoever runs the tests.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/../.."

if [ "$(id -u)" != 0 ]; then
  echo "not tried: only root can become another user"
  exit
fi
work=$(mktemp -d)
# shellcheck source=tests/support/checks.sh
. tests/support/checks.sh
# shellcheck source=tests/support/own-server.sh
. tests/support/own-server.sh
torture=
leave() {
  if [ -n "$torture" ]; then
    kill "$torture" 2>/dev/null || true
    wait "$torture" 2>/dev/null || true
  fi
  remove_server
  rm -rf "$work"
}
trap leave EXIT

as_nobody() { # password, then what psql connects to; the proxy knows no encryption
  (cd / && PGSSLMODE=disable PGGSSENCMODE=disable PGPASSWORD=$1 setpriv --reuid=nobody --regid="$(id -g nobody)" --clear-groups \
    psql -wXAtqc 'SELECT 1' "${@:2}")
}
refused() { # password, the words of the refusal, then what psql connects to
  ! as_nobody "$1" "${@:3}" >"$work/answer" 2>&1 && grep -q "$2" "$work/answer" || { cat "$work/answer" && return 1; }
}

check "with-postgres: its socket is out of reach" refused '' 'Permission denied' -h "$PRIVATE_POSTGRES"
check "with-postgres: it does not listen on TCP" test "$(psql -XAtqc 'SHOW listen_addresses')" = ''

own_server
check "own_server: its socket is out of reach" refused '' 'Permission denied' -h "$own_directory"
check "own_server: no password, no connection" refused '' 'no password supplied'
check "own_server: another password, no connection" refused postgres 'password authentication failed'
check "own_server: it is the password that is missing" as_nobody "$PGPASSWORD"
start_standby
check "own_server's standby: no password, no connection" refused '' 'no password supplied' -p $((PGPORT + 1))

tests/support/node-modules
node --input-type=module - "$work" >"$work/torture" 2>"$work/log" <<'JS' &
import { removeLeftoversOnExit } from "./tests/torture/leftovers.mjs";
import { Link } from "./tests/torture/proxy.mjs";
import { Server } from "./tests/torture/server.mjs";
removeLeftoversOnExit();
const server = new Server(process.argv[2]);
await server.create();
console.log(server.directory, await new Link(server.socket).open(), server.password);
JS
torture=$!
until [ -s "$work/torture" ] || ! kill -0 "$torture" 2>/dev/null; do sleep 0.1; done
read -r directory port password <"$work/torture" || cat "$work/log"
check "torture: its socket is out of reach" refused '' 'Permission denied' -h "$directory" -p 5432
check "torture: no password, no connection through its proxy" refused '' 'no password supplied' -p "$port" -d torture
check "torture: it is the password that is missing" as_nobody "$password" -p "$port" -d torture
finish "$work/log"
