#!/usr/bin/env bash
# The page of proactive stats: PROACTIVE=build/release/proactive scripts/with-postgres tests/cli/stats_page.sh
# It is well-formed, loads nothing, and has the numbers of the other formats, whatever the names and errors of the app hold.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")"
binary=$(realpath "${PROACTIVE:?set it to the binary, such as build/release/proactive}")
# shellcheck source=tests/support/clean-environment.sh
. ../support/clean-environment.sh
# shellcheck source=tests/support/checks.sh
. ../support/checks.sh
export PROACTIVE_ENABLE_DEBUG_LOGGING=false PROACTIVE_LOG_LEVEL=error
work=$(mktemp -d)
trap 'rm -rf "$work"; dropdb --if-exists --force "stats_page_$$"; dropdb --if-exists --force "operators_$$"' EXIT
PROACTIVE=$binary ../support/new-database "stats_page_$$" world.sql
PROACTIVE=$binary ../support/new-database "operators_$$" operators.sql

page() { "$binary" stats --format html --output "$work/page" "$@"; }
# PostgreSQL's parser of XML, which is libxml2, reads it as a whole document.
is_well_formed() { printf '%s\n' "\\set page \`cat '$work/page'\`" "SELECT xml_is_well_formed_document(:'page');" | psql -XAtq | grep -qx t; }
# Neither an element nor an attribute that names something to load, and no such text in the style.
loads_nothing() {
  ! grep -oE '<[^>]*>' "$work/page" | grep -iE ' (src|srcset|action|data|poster|ping|background|style|on[a-z]+)=|href="[^#]|<(link|script|img|iframe|object|embed|form|base|audio|video|image|use)' &&
    ! sed -n '/<style>/,/<\/style>/p' "$work/page" | grep -iE 'url\(|@import|@font-face|http'
}
has() { grep -qF -- "$1" "$work/page"; }
check_page() { # which
  check "$1: it is well-formed" is_well_formed
  check "$1: it loads nothing" loads_nothing
  check "$1: its policy stands before everything else" eval "sed -n 5p '$work/page' | grep -q 'Content-Security-Policy.*default-src .none.'"
}

export PGDATABASE=stats_page_$$
page --since 2026-01-01 --until 2026-03-02T12:00:00Z
check_page "a small world"
check "the counts are those of the table" has '<td class="number">9</td><td class="number">2</td><td class="number">6</td>'
check "rates of few users are left out" has 'not enough data: rates need 20 users'
check "an error of the database is a text" has '[2J for &quot;column&quot;'
check "a file is as readable as a web server needs it" test "$(stat -c %a "$work/page")" = 644
page
check_page "a page of now"
check "the health is that of the table" has "<dd class=\"figure\">$("$binary" stats | sed -n 's/^Health: //p')</dd>"
page --since 2020-01-01 --until 2020-02-01
check_page "a period of nothing"
check "it says that there was nothing" has 'No message was created in this period.'
check "and that nobody opted out" has 'Nobody opted out in this period.'

export PGDATABASE=operators_$$
fortnight=(--since 2026-03-02 --until 2026-03-16)
for by in companion writer model template stage policy; do
  PROACTIVE_LLM_PRICE_IN=0.15 PROACTIVE_LLM_PRICE_OUT=0.6 page "${fortnight[@]}" --by "$by"
  check_page "a fortnight by $by"
done
page "${fortnight[@]}" --by companion
check "a name is a text" has '&lt;script&gt;document.title = &quot;fooled&quot;&lt;/script&gt;</bdi>'
check "errors that differ in numbers alone are one" has '<th scope="row">10 ×</th>'
page "${fortnight[@]}"
rate=$("$binary" stats "${fortnight[@]}" | awk '/^What came/ { inside = 1 } inside && $1 == "all" { print $5 }')
check "the rate is that of the table" has "<dd class=\"figure\">$rate</dd>"
"$binary" stats --format html "${fortnight[@]}" >"$work/stdout"
check "stdout gets the same page" cmp "$work/stdout" "$work/page"
finish
