#!/usr/bin/env bash
# What Prometheus is told: promtool reads it, its numbers are the database's, they never fall on a day, and alerts and the dashboard
# know no others. Run: PROACTIVE=build/release/proactive scripts/with-postgres tests/system/metrics.sh
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/../.."
binary=$(realpath "${PROACTIVE:-build/release/proactive}")
# shellcheck source=tests/support/checks.sh
. tests/support/checks.sh
promtool=$(tests/support/promtool)
export PROACTIVE_LOG_LEVEL=error PROACTIVE_QUIET_HOURS=off PROACTIVE_ALLOW_NOW=true PGDATABASE=metrics_$$
work=$(mktemp -d)
trap 'rm -rf "$work"; dropdb --if-exists --force "$PGDATABASE"' EXIT
PROACTIVE=$binary tests/support/new-database "$PGDATABASE"
fill 40
metrics() { "$binary" stats --format prometheus >"$work/metrics"; }
value() { # metric with its labels: 0 where there is none
  awk -v name="$1" '$1 == name { found = $2 } END { print found + 0 }' "$work/metrics"
}
is() { # what, metric with its labels, value
  if [ "$(value "$2")" = "$3" ]; then ok "$1"; else not_ok "$1: $(value "$2"), not $3"; fi
}

metrics
check "promtool reads what a database without runs has" "$promtool" check metrics <"$work/metrics"
is "a command that has never run is yellow" 'proactive_health_state{check="process"}' 1
is "an app of whose pairs none is known is yellow" 'proactive_health_state{check="pairs"}' 1
is "and its adapter is not" 'proactive_health_state{check="adapter"}' 0
is "what is overdue is counted" proactive_engagements_overdue 40

"$binary" process
sent=$(psql -XAtc "SELECT count(*) FROM proactive.engagements WHERE sent_at IS NOT NULL")
metrics
check "promtool reads what a run has done" "$promtool" check metrics <"$work/metrics"
total=$(awk '/^proactive_engagements_sent_total/ { sum += $2 } END { print sum }' "$work/metrics")
if [ "$total" = "$sent" ] && [ "$sent" -gt 30 ]; then ok "the sent are those of the database"; else not_ok "the sent are those of the database: $total of $sent"; fi
is "the run is counted" 'proactive_runs_total{command="process",exit_code="0"}' 1
is "process is green" 'proactive_health_state{check="process"}' 0
type=$(psql -XAtc "SELECT engagement_type FROM proactive.engagements WHERE sent_at IS NOT NULL LIMIT 1")
before=$(value "proactive_engagements_sent_total{type=\"$type\"}")

psql -Xqc "SELECT proactive.forget(user_id) FROM proactive.engagements WHERE sent_at IS NOT NULL AND engagement_type = '$type' LIMIT 1" >/dev/null
psql -Xqc "SELECT proactive.forget(user_id) FROM proactive.engagements WHERE sent_at IS NOT NULL AND engagement_type = '$type' LIMIT 1" >/dev/null
metrics
is "erasing a user takes nothing back" "proactive_engagements_sent_total{type=\"$type\"}" "$before"
check_sql "and keeps nothing of the user" "SELECT count(*) > 0 AND bool_and(c::text !~ 'u[0-9]') FROM proactive.forgotten_counts c"

psql -Xqc "UPDATE proactive.engagements SET llm_model = E'evil\"} 1\n', llm_calls = 2, tokens_in = 100, tokens_out = 10 WHERE sent_at IS NOT NULL"
metrics
check "whatever a model is called, it stays a label" "$promtool" check metrics <"$work/metrics"

psql -Xqc "UPDATE proactive.engagements SET created_at = created_at - interval '1 day', sent_at = sent_at - interval '1 day'" \
  -c "UPDATE proactive.runs SET started_at = started_at - interval '1 day', finished_at = finished_at - interval '1 day'" \
  -c "UPDATE proactive.forgotten_counts SET day = day - 1"
metrics
is "a new day begins at nothing" "proactive_engagements_sent_total{type=\"$type\"}" 0
is "and a command that has not run for a day is red" 'proactive_health_state{check="process"}' 2
if "$binary" config check --quick >"$work/check"; then not_ok "config check says so by its exit code"; else ok "config check says so by its exit code"; fi
"$binary" config check --quick --format json >"$work/check" || true
check "and in JSON" jq -e 'any(.[]; .subject == "process" and .state == "failure")' "$work/check"
"$binary" stats --format json >"$work/stats"
check "and stats" jq -e '.health.state == "red"' "$work/stats"
psql -Xq -v ON_ERROR_STOP=1 -c "INSERT INTO proactive.pairs (user_id, companion_id, next_check_at) SELECT 'due' || n, '1', '-infinity' FROM generate_series(1, 500) n" \
  -c "UPDATE proactive.pairs SET next_check_at = 'infinity' WHERE user_id NOT LIKE 'due%'"
reported() { # hours ago, pairs looked at, messages planned
  psql -Xq -v ON_ERROR_STOP=1 -c "INSERT INTO proactive.runs (run_id, command, as_of, started_at, finished_at, duration_ms, exit_code, settings_fingerprint, report)
    SELECT 'run ' || $1, 'schedule', at, at, at, 0, 0, '', '{\"checked\": $2, \"scheduled\": $3}' FROM (SELECT now() - $1 * interval '1 hour' AS at) x"
}
metrics
is "a known pair is green" 'proactive_health_state{check="pairs"}' 0
psql -Xqc "SELECT proactive.flag('due1', detected_at => now() - interval '73 hours'), proactive.flag('due2')" >/dev/null
metrics
is "flagged users are counted" proactive_flagged_users 2
is "and one who waits for longer than crisis_hours is yellow" 'proactive_health_state{check="flagged"}' 1
psql -Xqc "SELECT proactive.release(user_id, 'test') FROM (SELECT DISTINCT user_id FROM proactive.safety_flags) f" >/dev/null
is "without runs all that is due may become messages" proactive_engagements_expected 500
reported 40 9000 9000
reported 3 600 40
reported 2 400 10
metrics
is "with runs the share of the last day's" proactive_engagements_expected 25
"$binary" config check --quick >"$work/check" || true
check "config check says it" grep -qE '^ok +backlog +500 pairs are due, of which about 25 get a message' "$work/check"
"$binary" config adapter remove >/dev/null
metrics
is "without an adapter the light is red" 'proactive_health_state{check="adapter"}' 2
"$binary" stats --format json >"$work/stats"
check "and stats says what to do" jq -e 'any(.health.checks[]; .check == "adapter" and .state == "red" and (.detail | test("config adapter draft")))' "$work/stats"
check "the first line of stats is the light" test "$("$binary" stats | sed -n 1p)" = "Health: red"

cd scripts/monitoring
check "the alert rules are rules" "$promtool" check rules alerts.yml
check "and fire when they are to" "$promtool" test rules alerts-test.yml
# The names that the program knows stand in its source.
grep -rhoE '"proactive_[a-z_]+"' ../../src/cli/command/stats_metrics.cpp | tr -d '"' | sort -u >"$work/known"
for file in alerts.yml dashboard.json; do
  grep -oE 'proactive_[a-z_]+' "$file" | grep -vE '^proactive_(health_state|prom)$' | sort -u | comm -23 - "$work/known" >"$work/unknown"
  if [ -s "$work/unknown" ]; then not_ok "$file asks for nothing that is not told" "$work/unknown"; else ok "$file asks for nothing that is not told"; fi
done
jq '{groups: [{name: "dashboard", rules: [.panels[].targets[].expr | {record: "r:r", expr: gsub("\\$instance"; ".*")}]}]}' dashboard.json >"$work/rules.json"
jq '.groups[0].rules |= (to_entries | map({record: "r:\(.key)", expr: .value.expr}))' "$work/rules.json" >"$work/rules.yml"
check "the dashboard's questions can be asked" "$promtool" check rules "$work/rules.yml"
finish "$work/metrics"
