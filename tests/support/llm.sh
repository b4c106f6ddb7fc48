# For the tests of tests/llm, to be sourced first: checks, a clean environment, a database and a folder ($work) of the test's own,
# an LLM's service (tests/llm/server.mjs), and small worlds in which pairs are due.
# shellcheck shell=bash disable=SC2034,SC2154
# shellcheck source=tests/support/clean-environment.sh
. tests/support/clean-environment.sh
# shellcheck source=tests/support/checks.sh
. tests/support/checks.sh
code=0 report='' elapsed=0 llm_url='' llm_server=''
PGDATABASE=llm_$(basename "$0" .sh)_$$
work=$(mktemp -d)
export PGDATABASE PROACTIVE_LOG_LEVEL=debug
trap 'stop_llm; rm -rf "$work"; dropdb --if-exists --force "$PGDATABASE"' EXIT
tests/support/new-database "$PGDATABASE"

start_llm() { # options of the server: sets llm_url, llm_server and the environment
  local ready
  exec 8< <(exec setpriv --pdeathsig TERM node tests/llm/server.mjs "$@" 2>>"$work/llm.log")
  llm_server=$!
  read -r -u 8 ready
  llm_url=$(jq -r .url <<<"$ready")
  export OPENAI_BASE_URL=$llm_url OPENAI_MODEL=test-model
}
stop_llm() {
  kill "$llm_server" 2>/dev/null || true
  exec 8<&-
}
llm_script() { curl -sfk -X POST -H 'Content-Type: application/json' -d "$1" "${llm_url%/v1}/_script" >/dev/null; }
llm_stats() { curl -sfk "${llm_url%/v1}/_stats"; }
names_in() { # module of tests/llm, what it exports: the names in it
  node --input-type=module -e "import * as all from './tests/llm/$1.mjs'; console.log(Object.keys(all.$2).join('\n'))"
}
llm_stat() { llm_stats | jq -r "$1"; }

# A fresh world of so many pairs that are due for a check_in, or for a memory_reminder where their number is divisible by 5.
# Each user has a name of letters alone and a memory that names the user.
world() {
  empty_world
  psql -Xq -v ON_ERROR_STOP=1 -v pairs="$1" -v language="${2:-en}" -f tests/support/llm-world.sql
}

# A run of schedule: sets code, report and elapsed (ms). Its log is $work/log.
schedule() {
  local start
  start=$(date +%s%N)
  code=0
  report=$($PROACTIVE schedule --limit 10000 --format json "$@" 2>"$work/log") || code=$?
  elapsed=$((($(date +%s%N) - start) / 1000000))
}
reported() { jq -r "$1" <<<"$report"; }

# Whether the run's report says this; shown where it does not.
expect() { # what, jq expression that must be true of the report
  if [ "$(reported "$2" 2>&1)" = true ]; then
    ok "$1"
  else
    { echo "exit $code, $report" && tail -n 5 "$work/log"; } >"$work/why"
    not_ok "$1" "$work/why"
  fi
}
expect_code() { # what, exit code
  if [ "$code" = "$2" ]; then ok "$1"; else not_ok "$1: exit $code" "$work/log"; fi
}
# Nothing is stuck, and every message has what its state needs.
expect_complete() { # what, engagements
  check_sql "$1" "SELECT count(*) = $2 AND count(*) FILTER (WHERE engagement_status = 'scheduled' AND engagement_content IS NOT NULL) = $2
    FROM proactive.engagements"
}

# For FORMS_TABLE=1: worlds of 100, and a table of what each form of a service came to.
pairs=20
[ "${FORMS_TABLE:-}" != 1 ] || pairs=100
table_row() { # form
  printf '| %s | %s | %s | %s |\n' "$1" "$(reported .written_by.llm)" "$(reported .llm.calls)" \
    "$(reported '.llm.tokens_in + .llm.tokens_out')" >>"$work/table"
}
finish_table() { # then finishes
  if [ "${FORMS_TABLE:-}" = 1 ]; then
    printf '| form | messages by the LLM of %s | calls | tokens booked |\n|---|---|---|---|\n' "$pairs"
    cat "$work/table"
  fi
  finish "$work/log"
}
