#!/usr/bin/env bash
# How long a message takes from COMMIT to a Socket.IO client: PROACTIVE=... tests/realtime/latency.sh [MESSAGES]
# Each is a transaction of its own. PostgreSQL says when it committed it; the client, on the same machine, when it came.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/../.."
: "${PROACTIVE:?set it to the binary, such as build/release/proactive}"

for variable in "${!PROACTIVE_@}" "${!SIO_@}" "${!DB_@}"; do unset "$variable"; done
unset DATABASE_URL
PROACTIVE=$(realpath "$PROACTIVE")
export PROACTIVE
# shellcheck source=tests/support/own-server.sh
. tests/support/own-server.sh
trap remove_server EXIT

tests/support/node-modules
own_server -c track_commit_timestamp=on 2>/dev/null
node tests/realtime/latency.mjs "${1:-1000}"
