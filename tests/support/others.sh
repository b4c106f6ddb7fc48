# For the tests of others in the same database, to be sourced after checks.sh and clean-environment.sh.
# shellcheck shell=bash
if [ "${OTHERS_SERVER:-}" != own ]; then # roles are those of a whole server: not of one that other tests use
  exec env -u PRIVATE_POSTGRES OTHERS_SERVER=own scripts/with-postgres "$PWD/tests/db/$(basename "$0")"
fi
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
export PROACTIVE_MAX_SCHEDULED_ENGAGEMENTS=1000

# With options of its own, so that hostile defaults disturb the tool and not these.
sql() { PGOPTIONS="${PGOPTIONS:-} -c client_min_messages=warning -c datestyle=ISO" psql -XAtq -v ON_ERROR_STOP=1 "$@"; }
as() { PGOPTIONS='-c client_min_messages=warning' PGUSER=$1 psql -XAtq -v ON_ERROR_STOP=1 "${@:2}"; }
check_sql() { # what, query that must say t
  if [ "$(sql -c "$2" 2>"$work/why")" = t ]; then ok "$1"; else not_ok "$1" "$work/why"; fi
}
exits() { # what, wanted code, command...: what it prints is kept in $work/out and $work/err
  local code=0
  "${@:3}" >"$work/out" 2>"$work/err" || code=$?
  if [ "$code" = "$2" ]; then ok "$1"; else
    { echo "exit $code" && cat "$work/out" "$work/err"; } >"$work/why"
    not_ok "$1" "$work/why"
  fi
}
says() { # what, regular expression in what the last command printed
  cat "$work/out" "$work/err" >"$work/why"
  if grep -qE -- "$2" "$work/why"; then ok "$1"; else not_ok "$1" "$work/why"; fi
}
denied() { # role, statement...: each for lack of a privilege
  local role=$1 statement
  for statement in "${@:2}"; do
    if as "$role" -c "BEGIN; $statement; ROLLBACK" >"$work/why" 2>&1 || ! grep -qE 'permission denied|must be owner' "$work/why"; then
      not_ok "$role may not: $statement" "$work/why"
    else
      ok "$role may not: $statement"
    fi
  done
}
due() { sql -c "UPDATE proactive.engagements SET scheduled_for = now() - interval '1 minute' WHERE engagement_status = 'scheduled'"; }
people() { # how many, in the seed's tables, with a companion who may write to them
  sql -v n="$1" <<'SQL'
INSERT INTO public.companions (id, name) VALUES (1, 'Luna');
INSERT INTO public.users (id, name) SELECT 'u' || n, 'Sam' FROM generate_series(1, :n) n;
INSERT INTO public.relationship_progression (user_id, companion_id, relationship_stage, intimacy_level, trust_level, last_interaction, created_at)
SELECT 'u' || n, 1, 'friend', 5, 5, now() - interval '30 hours', now() - interval '90 days' FROM generate_series(1, :n) n;
SQL
}
passes() { # what, prefix of the commands: schedule and process, of whom some get something
  exits "$1: schedules" 0 "${@:2}" "$PROACTIVE" schedule --format json
  check "$1: has scheduled" test "$(jq .scheduled "$work/out")" -ge 5
  due
  exits "$1: delivers" 0 "${@:2}" "$PROACTIVE" process --format json
  check "$1: has delivered" test "$(jq .sent "$work/out")" -ge 5
}
