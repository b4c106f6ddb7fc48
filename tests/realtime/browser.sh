#!/usr/bin/env bash
# A message appears in a real browser: PROACTIVE=... scripts/with-postgres tests/realtime/browser.sh
# It needs Debian's chromium (scripts/install-packages --browser), or CHROMIUM, another one's path. What the page looks like is
# kept in build/realtime/page.png.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/../.."
: "${PROACTIVE:?set it to the binary, such as build/release/proactive}"

# shellcheck source=tests/support/clean-environment.sh
. tests/support/clean-environment.sh
export PGDATABASE=browser_$$ CHROMIUM=${CHROMIUM:-/usr/bin/chromium}
trap 'dropdb --if-exists --force "$PGDATABASE"' EXIT
if [ ! -x "$CHROMIUM" ]; then
  echo "browser: there is no $CHROMIUM: run scripts/install-packages --browser" >&2
  exit 69
fi

tests/support/node-modules
tests/support/new-database "$PGDATABASE"
mkdir -p build/realtime
node tests/realtime/browser.mjs build/realtime/page.png
