#!/usr/bin/env bash
# No password is an argument of psql, and libpq alone decodes DATABASE_URL:
#   PROACTIVE=build/dev/proactive scripts/with-postgres tests/cli/psql.sh
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/../.."

PROACTIVE=$(realpath "${PROACTIVE:?set it to the binary, such as build/release/proactive}")
export PROACTIVE
# shellcheck source=tests/support/checks.sh
. tests/support/checks.sh
for variable in "${!PROACTIVE_@}" "${!DB_@}" DATABASE_URL PGPORT; do unset "$variable"; done
work=$(mktemp -d)
database=psql_$$
createdb "$database"
trap 'dropdb --force "$database"; rm -rf "$work"' EXIT
real=$(command -v psql)
mkdir "$work/bin"
psql_is() { # what psql does after its arguments were written down
  printf '#!/usr/bin/env bash\nprintf "%%s\\n" "$@" >>"%s/arguments"\n%s\n' "$work" "$1" >"$work/bin/psql"
  chmod +x "$work/bin/psql"
}
with_stub() { PATH=$work/bin:$PATH "$@"; }
same() { # what, expected, actual
  if [ "$2" = "$3" ]; then ok "$1"; else
    printf 'expected: %s\nactual:   %s\n' "$2" "$3" >"$work/differ"
    not_ok "$1" "$work/differ"
  fi
}

# shellcheck disable=SC2016 # psql expands it
psql_is 'printf "%s|" "$PGHOST" "${PGPORT:-}" "${PGUSER:-}" "${PGPASSWORD:-}" "${PGDATABASE:-}" "${PGSSLMODE:-}"'
same "DATABASE_URL is decoded" 'h|5433|us er|p@%\n$x|d|require|' \
  "$(DATABASE_URL='postgresql://us%20er:p%40%25%5Cn%24x@h:5433/d?sslmode=require&keepalives=0' with_stub "$PROACTIVE" config psql -- -c 'SELECT 1')"
same "psql's arguments are its own and no secret" "-d keepalives='0' -c SELECT 1" "$(paste -sd ' ' "$work/arguments")"
same "a connection string is decoded" "h||u|p 'x|$PGDATABASE||" \
  "$(DATABASE_URL="host=h user=u password='p \\'x'" with_stub "$PROACTIVE" config psql)"
printf 'hunter 2\r\n' >"$work/password"
same "DB_* name the same" "h|5433|u|hunter 2|d||" \
  "$(DB_HOST=h DB_PORT=5433 DB_USER=u DB_NAME=d DB_PASSWORD_FILE=$work/password with_stub "$PROACTIVE" config psql)"
printf 'DB_HOST=from-file\n' >"$work/env"
same "an env file counts" "from-file" "$(with_stub "$PROACTIVE" --env-file "$work/env" config psql | cut -d '|' -f 1)"
check "a secret without a variable is refused" \
  bash -c "DATABASE_URL='postgresql://h/d?sslpassword=hunter2' '$PROACTIVE' config psql 2>&1 | grep -q 'takes no sslpassword'"

: >"$work/arguments"
psql_is "exec '$real' \"\$@\""
export DATABASE_URL="postgresql://$PGUSER:hun%74er2@/$database?host=$PGHOST&password=hunter2"
check "scripts/migrate takes DATABASE_URL" with_stub env -u PGHOST -u PGDATABASE scripts/migrate --standalone
check "its psql was started" grep -q schema_migrations "$work/arguments"
check "no password is an argument" bash -c "! grep -E 'hun(t|%74)er2' '$work/arguments'"
unset DATABASE_URL
check "scripts/migrate takes DB_*" env DB_NAME="$database" DB_PASSWORD=hunter2 PATH="$work/bin:$PATH" scripts/migrate --status
check "no password is an argument of it either" bash -c "! grep hunter2 '$work/arguments'"
psql_is "env >>'$work/environment'; exec '$real' \"\$@\""
printf '%s\n' "DB_NAME=$database" DB_PASSWORD=hunter2 OPENAI_API_KEY=hunter3 >"$work/env"
check "scripts/migrate takes --env-file" with_stub scripts/migrate --env-file "$work/env" --status
check "its psql has the password" grep -q '^PGPASSWORD=hunter2$' "$work/environment"
check "and no other secret of the file" bash -c "! grep -q hunter3 '$work/environment'"
check "none is an argument" bash -c "! grep -E 'hunter[23]' '$work/arguments'"
finish
