#!/usr/bin/env bash
# The live demo in a real browser, from a phone's screen to a desk's, in both themes: PROACTIVE=... scripts/with-postgres tests/realtime/wall.sh
# It needs what browser.sh needs. What it looks like is kept in build/realtime/screenshots.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/../.."
: "${PROACTIVE:?set it to the binary, such as build/release/proactive}"

# shellcheck source=tests/support/clean-environment.sh
. tests/support/clean-environment.sh
for variable in "${!PROACTIVE_@}"; do unset "$variable"; done # the demo shows the defaults, with the rules of care
export PROACTIVE_ENABLE_DEBUG_LOGGING=false PGDATABASE=wall_$$ CHROMIUM=${CHROMIUM:-/usr/bin/chromium}
trap 'dropdb --if-exists --force "$PGDATABASE"' EXIT
if [ ! -x "$CHROMIUM" ]; then
  echo "wall: there is no $CHROMIUM: run scripts/install-packages --browser" >&2
  exit 69
fi

tests/support/node-modules
tests/support/new-database "$PGDATABASE" scripts/demo-data.sql
mkdir -p build/realtime/screenshots
node tests/realtime/wall.mjs build/realtime/screenshots
