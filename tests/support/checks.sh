# For bash tests, to be sourced: each check prints a line, and finish prints the sum and fails where a check has failed.
# shellcheck shell=bash
# What is tested is not the care: it would refuse these pairs, who wrote once or never, and who are delivered to at any hour.
. "$(dirname "${BASH_SOURCE[0]}")/without-care.sh"
export PROACTIVE_ALLOW_NOW=true # tests tell runs what time it is
export PROACTIVE_REALTIME_LISTEN_SECONDS=0 # config check: nobody is there, which would take its time to find out
passed=0
failed=0
ok() {
  echo "ok - $1"
  passed=$((passed + 1))
}
not_ok() { # what, and the file that shows why
  echo "not ok - $1"
  [ $# -lt 2 ] || sed 's/^/    /' "$2"
  failed=$((failed + 1))
}
check() { # what, command that must succeed
  local shown
  shown=$(mktemp)
  if "${@:2}" >"$shown" 2>&1; then ok "$1"; else not_ok "$1" "$shown"; fi
  rm -f "$shown"
}
check_sql() { # what, query that must say t
  local answer
  answer=$(psql -XAtqc "$2")
  if [ "$answer" = t ]; then ok "$1"; else not_ok "$1"; fi
}
empty_world() { # neither the app nor the tool knows anybody any more
  psql -Xq -v ON_ERROR_STOP=1 -c 'SET client_min_messages = warning' -c 'TRUNCATE users, companions, messages, conversations,
    proactive.pairs, proactive.engagements, proactive.deliveries, proactive.preferences, proactive.mutes, proactive.runs, proactive.leases,
    proactive.llm_usage CASCADE' -c "UPDATE proactive.discovery SET asked_at = '-infinity', full_at = '-infinity'"
}
fill() { # a world with so many due messages in the place of all that there was
  empty_world
  psql -Xq -v ON_ERROR_STOP=1 -v users="$1" -f "$(dirname "${BASH_SOURCE[0]}")/due.sql"
}
finish() { # a log whose end is shown where a check has failed
  [ "$failed" = 0 ] || [ $# -eq 0 ] || tail -n 20 "$1"
  echo "$passed passed, $failed failed"
  [ "$failed" = 0 ]
}
