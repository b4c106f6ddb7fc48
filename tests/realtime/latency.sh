#!/usr/bin/env bash
# How long a message takes from COMMIT to a Socket.IO client: PROACTIVE=... tests/realtime/latency.sh [MESSAGES]
# Each is a transaction of its own. PostgreSQL says when it committed it; the client, on the same machine, when it came.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/../.."
: "${PROACTIVE:?set it to the binary, such as build/release/proactive}"

# shellcheck source=tests/support/clean-environment.sh
. tests/support/clean-environment.sh
# shellcheck source=tests/support/own-server.sh
. tests/support/own-server.sh
trap remove_server EXIT

tests/support/node-modules
own_server -c track_commit_timestamp=on 2>/dev/null
node tests/realtime/latency.mjs "${1:-1000}"
