#!/usr/bin/env bash
# from the COMMIT of a message to a Socket.IO client, 1,000 of them
set -euo pipefail
# shellcheck source=scripts/bench.d/common.sh
. "$(dirname "${BASH_SOURCE[0]}")/common.sh"

scripts/install-packages --tests
PROACTIVE=$proactive tests/realtime/latency.sh
