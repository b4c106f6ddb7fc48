#!/usr/bin/env bash
# What each statement of sql/queries reads, on a million rows of everything that grows: none that runs and operators need may scan a table
# from end to end, read more rows than ten batches have, or sort more. Statements of reports may: they are named in plans/left_out, with
# the reason. Run: scripts/with-postgres tests/db/plans.sh [rows]
# shellcheck source=tests/support/db-script.sh
. "$(dirname "${BASH_SOURCE[0]}")/../support/db-script.sh"
rows=${1:-1000000}
plans=tests/db/plans
work=$(mktemp -d)
export PGDATABASE=plans_$$
trap 'rm -rf "$work"; dropdb --if-exists --force "$PGDATABASE"' EXIT
tests/support/new-database "$PGDATABASE"
fill() { psql -Xq -v ON_ERROR_STOP=1 -v rows="$rows" -f "$plans/$1.sql" >"$work/$1" 2>&1 || { cat "$work/$1" && exit 1; }; }
fill app &
fill tool
wait $!

listed() { grep -v '^#' "$plans/$1" | grep .; }
text_of() { awk -v name="$1" '/^-- name: / { on = $3 == name; next } on && !/^--/' sql/queries/*.sql "$plans/broken.sql"; } # statement
sort -u <(listed statements | grep -oE '^[a-z0-9_]+') <(listed left_out | sed 's/^[^:]*://' | tr ' ' '\n' | grep .) >"$work/decided"
grep -h '^-- name: ' sql/queries/*.sql | sed 's/-- name: //' | sort >"$work/all"
check "each statement is run here, or named in $plans/left_out" diff "$work/all" "$work/decided"

# Each statement is planned with its values, as those that runs send are, executed, and rolled back. auto_explain tells the plans, those
# of statements in functions too.
listed statements >"$work/statements"
printf '%s: now()\n' broken_scan broken_filter broken_sort >>"$work/statements"
echo broken_function: >>"$work/statements"
{
  echo "\\set VERBOSITY terse"
  cat "$plans/chosen.sql"
  echo "LOAD 'auto_explain';"
  printf 'SET auto_explain.%s;\n' 'log_min_duration = 0' 'log_analyze = on' 'log_timing = off' 'log_nested_statements = on' 'log_format = json'
  echo "SET plan_cache_mode = force_custom_plan; SET search_path = proactive, pg_temp; \\o /dev/null"
  number=0
  while IFS= read -r line; do
    arguments=${line#*:}
    printf '%s\n' "\\warn @@ $((++number))" "$(text_of begin_transaction)" "SET LOCAL statement_timeout = '10s'; SET LOCAL random_page_cost = 1.1;" \
      "SET LOCAL auto_explain.log_level = notice; SET LOCAL client_min_messages = notice;" \
      "PREPARE stated AS $(text_of "${line%%[: ]*}");" "EXECUTE stated${arguments:+ (${arguments# })};" "ROLLBACK; DEALLOCATE ALL;"
  done <"$work/statements"
} >"$work/script"
psql -Xq -f "$work/script" >/dev/null 2>"$work/told"

brin=$(psql -XAtqc "SELECT json_agg(c.relname) FROM pg_class c JOIN pg_am m ON m.oid = c.relam WHERE m.amname = 'brin'")
number=0
while IFS= read -r line; do
  head=${line%%:*}
  name=${head%% *} limit=10000 any=
  for word in ${head#"$name"}; do
    if [[ $word =~ ^[0-9]+$ ]]; then limit=$word; else any=$word; fi
  done
  awk -v number="$((++number))" '$1 == "@@" { on = $2 == number; next } on' "$work/told" >"$work/one"
  if grep -q 'ERROR:' "$work/one" || ! grep -q '^{' "$work/one"; then
    not_ok "$name runs" "$work/one"
    continue
  fi
  grep '^[{} ]' "$work/one" | jq -rs --argjson limit "$limit" --arg any "$any" --argjson brin "$brin" -f "$plans/judge.jq" >"$work/findings"
  if [[ $name == broken_* ]]; then
    check "$name is found: $(head -n 1 "$work/findings")" test -s "$work/findings"
  elif [ -s "$work/findings" ]; then
    not_ok "${line:0:100}" "$work/findings"
  else
    ok "$name"
  fi
done <"$work/statements"
finish
