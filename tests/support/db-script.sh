# For the scripts of tests/db, to be sourced first: they run in the source's folder, on what was built there or on $PROACTIVE.
# shellcheck shell=bash
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/../.."
PROACTIVE=${PROACTIVE:-build/release/proactive}
# shellcheck source=tests/support/clean-environment.sh
. tests/support/clean-environment.sh
# shellcheck source=tests/support/checks.sh
. tests/support/checks.sh
