#!/usr/bin/env bash
# Messages on their way to Socket.IO clients, over two servers: PROACTIVE=... scripts/with-postgres tests/realtime/realtime.sh
# Each client gets what is meant for it, once, in order, and as the row in messages says; what is rolled back reaches nobody.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/../.."
: "${PROACTIVE:?set it to the binary, such as build/release/proactive}"

# shellcheck source=tests/support/clean-environment.sh
. tests/support/clean-environment.sh
export PGDATABASE=realtime_$$ UUID_DATABASE=realtime_uuid_$$
adapter=$(mktemp)
trap 'rm -f "$adapter"; dropdb --if-exists --force "$PGDATABASE"; dropdb --if-exists --force "$UUID_DATABASE"' EXIT

tests/support/node-modules
tests/support/new-database "$PGDATABASE"
createdb "$UUID_DATABASE"
PGDATABASE=$UUID_DATABASE psql -Xq -v ON_ERROR_STOP=1 -f tests/db/hosts/uuid_enum.sql >/dev/null
PGDATABASE=$UUID_DATABASE scripts/migrate >/dev/null 2>&1
PGDATABASE=$UUID_DATABASE "$PROACTIVE" config adapter draft >"$adapter"
PGDATABASE=$UUID_DATABASE "$PROACTIVE" config adapter install "$adapter" >/dev/null
node tests/realtime/realtime.mjs
