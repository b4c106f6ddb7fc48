#!/usr/bin/env bash
# The documentation says what the program does: PROACTIVE=build/release/proactive scripts/with-postgres tests/cli/docs.sh [--update]
# The settings in man/proactive.env.5 and scripts/env.sample are those of the program; the commands of README.md and of the man
# pages run; options, commands, events and reasons stand in the man pages; mandoc finds nothing.
# --update rewrites what stands between the markers of the settings. With DOCS_RUN_DEMO set, scripts/demo runs too.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/../.."

PROACTIVE=$(realpath "${PROACTIVE:?set it to the binary, such as build/release/proactive}")
export PROACTIVE
if [ "${DOCS_SERVER:-}" != own ]; then # the commands create databases and roles: not on a server that other tests use
  exec env -u PRIVATE_POSTGRES DOCS_SERVER=own scripts/with-postgres "$PWD/tests/cli/docs.sh" "$@"
fi
# shellcheck source=tests/support/checks.sh
. tests/support/checks.sh
for variable in "${!PROACTIVE_@}" "${!OPENAI_@}" "${!DB_@}"; do unset "$variable"; done # with the rules of care, as for a reader
export PGDATABASE=docs_empty
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
same() { # what, expected file, actual file, what to do
  if diff -u --label expected --label actual "$2" "$3" >"$work/diff"; then
    ok "$1"
  else
    not_ok "$1: $4" "$work/diff"
  fi
}

# --- The settings

# The rows of one document, from the SQL expression of a row and that of a group's heading.
settings_rows() {
  psql -XAtq -v ON_ERROR_STOP=1 -v settings="$settings" <<SQL
CREATE FUNCTION pg_temp.sentence(text) RETURNS text LANGUAGE sql RETURN upper(left(\$1, 1)) || substr(\$1, 2) || '.';
CREATE FUNCTION pg_temp.mdoc(text) RETURNS text LANGUAGE sql RETURN replace(replace(\$1, '\\', '\\e'), '--', '\\-\\-');
CREATE FUNCTION pg_temp.env(text) RETURNS text LANGUAGE sql RETURN CASE WHEN \$1 ~ '[^A-Za-z0-9_./:,{}-]' THEN quote_literal(\$1) ELSE \$1 END;
SELECT coalesce($2 || E'\n', '') || $1
  FROM json_array_elements(:'settings') WITH ORDINALITY l(item, n)
 CROSS JOIN LATERAL (SELECT item->>'name' AS name, item->>'variable' AS variable, item->>'help' AS help, item->>'allowed' AS allowed,
                            item->>'default' AS plain, item->>'unit' AS unit) s
 -- "of 10" and "per million" are no units, but stand behind a value.
 CROSS JOIN LATERAL (SELECT concat_ws('; ', allowed, 'unit: ' || CASE WHEN unit !~ '^(of|per) ' THEN nullif(unit, '') END,
                                      coalesce('default: ' || nullif(plain, '') || CASE WHEN unit ~ '^(of|per) ' THEN ' ' || unit ELSE '' END,
                                               'no default')) || '.' AS details) d
  LEFT JOIN (VALUES ('database_url', 'Connection'), ('enabled', 'Who is written to, and how often'), ('max_engagements_per_week', 'Care for the user'),
                    ('writer', 'Messages'),
                    ('openai_api_key', 'The language model'), ('schedule_advance_hours', 'Runs'),
                    ('channels', 'Channels'), ('enable_debug_logging', 'Log')) g(first, title) ON g.first = s.name
 ORDER BY n;
SQL
}
rows_man() {
  settings_rows "format(E'.It Ev %s Pq Cm %s\n%s\nAllowed: %s', variable, name, pg_temp.mdoc(pg_temp.sentence(help)), pg_temp.mdoc(details))" \
    "CASE WHEN n > 1 THEN E'.El\n' ELSE '' END || '.Ss ' || title || E'\n.Bl -tag -width Ds'"
  echo .El
}
rows_sample() {
  settings_rows "format(E'# %s\n# Allowed: %s\n#%s=%s\n', pg_temp.sentence(help), details, variable, pg_temp.env(plain))" "'# == ' || title || E'\n'" | sed '${/^$/d}'
}
# Between their marks, or in the sample, which operators have in /etc, from the first heading on.
region() { awk '/settings: end/ { inside = 0 } /^# == / { inside = 1 } inside; /settings: begin/ { inside = 1 }' "$1"; }
replace_region() { # file, new text
  awk -v text="$2" '
    function put() { while ((getline line <text) > 0) print line }
    /settings: end/ { inside = 0 }
    /^# == / && !inside { inside = 1; put() }
    !inside
    /settings: begin/ { inside = 1; put() }' "$1" >"$work/replaced"
  cat "$work/replaced" >"$1"
}

createdb "$PGDATABASE"
scripts/migrate --standalone >"$work/migrate" 2>&1 || not_ok "the migrations run" "$work/migrate"
settings=$("$PROACTIVE" config show --format json --log-level off)
headings() { grep -cE '^(\.Ss|# ==) ' "$1" || true; }
for pair in man:man/proactive.env.5 sample:scripts/env.sample; do
  file=${pair#*:}
  "rows_${pair%%:*}" >"$work/expected"
  if [ "${1:-}" = --update ]; then
    replace_region "$file" "$work/expected"
    continue
  fi
  region "$file" >"$work/actual"
  same "$file has the program's settings" "$work/expected" "$work/actual" \
    "correct the table in src/domain/settings/ or run tests/cli/docs.sh --update"
done
[ "${1:-}" != --update ] || exit 0

rows_sample >"$work/expected"
if [ "$(headings "$work/expected")" = 8 ]; then
  ok "every group of settings has its heading"
else
  not_ok "a group of settings lacks its heading: name its first setting in tests/cli/docs.sh"
fi
if grep -nE 'docs\.sh|[Cc]opy this|checkout' scripts/env.sample >"$work/out"; then
  not_ok "scripts/env.sample says what is right in /etc too" "$work/out"
else
  ok "scripts/env.sample says what is right in /etc too"
fi
# Uncommented, the sample is read and says the defaults.
sed -E 's/^#([A-Z_]+=)/\1/' scripts/env.sample >"$work/env"
"$PROACTIVE" --env-file "$work/env" config show --format json >"$work/shown" 2>"$work/differ" || true
psql -XAt -v shown="$(cat "$work/shown")" >>"$work/differ" 2>&1 <<'SQL' || true
SELECT item->>'name' || ' is ' || (item->>'value') || ' from ' || (item->>'origin') FROM json_array_elements(:'shown') l(item)
 WHERE item->>'value' <> item->>'default' OR item->>'origin' <> CASE WHEN item->>'default' = '' THEN 'default' ELSE 'env-file' END;
SQL
if [ -s "$work/shown" ] && [ ! -s "$work/differ" ]; then
  ok "scripts/env.sample is read as an env file"
else
  not_ok "scripts/env.sample is read as an env file" "$work/differ"
fi

# --- The commands, in a copy of the checkout, on databases with sample data

copy=$work/copy
mkdir -p "$copy/build" "$work/bin" "$work/root" "$work/home"
cp -r CMakeLists.txt CMakePresets.json LICENSE README.md man scripts sql src tests "$copy"
ln -s "$(dirname "$PROACTIVE")" "$copy/build/release"
ln -s "$PROACTIVE" "$work/bin/proactive"
stub() {
  { echo '#!/usr/bin/env bash' && cat; } >"$1"
  chmod +x "$1"
}
stub "$copy/scripts/test" <<<'echo "left to scripts/test itself"'
stub "$copy/scripts/package" <<<'echo "left to tests/system/package.sh"'
[ -n "${DOCS_RUN_DEMO:-}" ] || stub "$copy/scripts/demo" <<<'echo "left to DOCS_RUN_DEMO=yes"'
# It hands no variables on, but for those that say where the server is: the sample of the file names none.
stub "$work/bin/sudo" <<'STUB'
[ "$1" != -u ] || shift 2
for variable in "${!PROACTIVE_@}" "${!OPENAI_@}" "${!DB_@}" DATABASE_URL; do unset "$variable"; done
[ "$1 $4" != 'install -g' ] || set -- "${@:1:4}" "$(id -gn)" "${@:6}" # the group is the package's to make
exec "$@"
STUB
# Packages of two releases stand side by side: one is installed, this one's.
mkdir -p "$copy/build/package"
for release in 12 13 "$(. /etc/os-release && echo "${VERSION_ID:-}")"; do touch "$copy/build/package/proactive_0.1.0-deb${release}_amd64.deb"; done
stub "$work/bin/apt-get" <<'STUB'
. /etc/os-release
[ "$1" != -o ] || shift 2
[ "$1" = install ] && [ $# = 2 ] && case $2 in
  ./build/*) [ -e "$2" ] && [[ $2 == *-deb${VERSION_ID}_* ]] ;;
esac
STUB
# It only knows the names of the units.
stub "$work/bin/systemctl" <<'STUB'
set -euo pipefail
for word in "${@:2}"; do
  [[ $word == -* ]] || compgen -G "scripts/systemd/${word/@\*/@}" >/dev/null || { echo "there is no unit $word" && exit 1; }
done
STUB
mkdir "$copy/etc"
cp scripts/env.sample "$copy/etc/proactive.env"
stub "$work/bin/proactive-migrate" <<<"exec '$copy/scripts/migrate' \"\$@\""
# Nothing is built here: the presets must exist; what was built is installed under another root.
stub "$work/bin/cmake" <<STUB
set -euo pipefail
case \$1 in
  --preset | --build)
    grep -q "\"name\": \"\${!#}\"" CMakePresets.json || { echo "no preset \${!#}"; exit 1; }
    ;;
  --install)
    [ -e "\$2/cmake_install.cmake" ] || { echo "no build to install"; exit 0; }
    PATH=\${PATH#*:} DESTDIR='$work/root' exec cmake "\$@"
    ;;
  *) PATH=\${PATH#*:} exec cmake "\$@" ;;
esac
STUB

createdb docs_sample
export PGDATABASE=docs_sample
if ! { scripts/migrate --standalone && psql -Xq -v ON_ERROR_STOP=1 -f scripts/demo-data.sql; } >"$work/sample" 2>&1; then
  not_ok "scripts/demo-data.sql fills a database" "$work/sample"
fi
# The user whom the examples name, and a message that was sent.
psql -Xq -v ON_ERROR_STOP=1 <<'SQL'
INSERT INTO users (id, name) VALUES ('42', 'Ada Example');
INSERT INTO relationship_progression (user_id, companion_id, relationship_stage, intimacy_level, trust_level, last_interaction)
VALUES ('42', 7, 'close_friend', 6, 7, now() - interval '5 hours');
INSERT INTO proactive.pairs (user_id, companion_id, next_check_at) VALUES ('42', '7', now());
INSERT INTO proactive.engagements (user_id, companion_id, engagement_type, engagement_content, scheduled_for, sent_at, engagement_status,
                                   created_at, relationship_stage, writer, run_id)
SELECT '42', '7', 'check_in', 'How was the exam?', at, at, 'sent', at - interval '2 hours', 'close_friend', 'template', 'earlier'
  FROM (SELECT now() - interval '3 days' AS at) sent;
SQL

runs() { # what, file with the commands
  if (cd "$copy" && env -u PROACTIVE HOME="$work/home" PATH="$work/bin:$PATH" bash -euo pipefail "$2") </dev/null >"$work/out" 2>&1; then
    ok "$1"
  else
    not_ok "$1 exits with $?" "$work/out"
  fi
}
new_sample() {
  export PGDATABASE=docs_$1
  createdb --template=docs_sample "$PGDATABASE"
}

# Blocks of README.md that are fenced as sh, each in a file named by its line.
new_sample readme
mkdir "$work/blocks"
awk -v folder="$work/blocks" '/^```/ && inside { inside = 0; close(file); next }
  /^```sh$/ { inside = 1; file = sprintf("%s/%04d", folder, NR + 1); next }
  inside { print >file }' README.md
sed -i "s#/etc/proactive/#$copy/etc/#" "$work"/blocks/*
# Who reads on is still connected as the role that a block before has named: what a runner may not do must not stand there.
role=
for block in "$work"/blocks/*; do
  own=$(grep '^export DATABASE_URL=' "$block" || true)
  [ -z "$role" ] || sed -i "1i $role" "$block"
  role=${own:-$role}
done
for block in "$work"/blocks/*; do
  line=$((10#$(basename "$block")))
  runs "README.md:$line runs: $(sed -n '1{s/ *#.*//;p}' "$block")" "$block"
done

# Each of the two ways to see a message at once has brought one, at any hour of the day.
check_sql "README.md brings two messages at once" "SELECT count(*) = 2 FROM proactive.deliveries WHERE delivered_at > now() - interval '1 hour'"

# The preview at its top, in a world whose times are told from that instant.
sample=2026-11-28T11:04:55Z
shown() { awk '/^```text$/ { inside = 1; next } /^```$/ { if (inside) exit } inside' README.md; }
createdb docs_preview
{
  PGDATABASE=docs_preview scripts/migrate --standalone
  sed "s/now()/timestamptz '$sample'/g" scripts/demo-data.sql | PGDATABASE=docs_preview psql -Xq -v ON_ERROR_STOP=1
} >"$work/sample" 2>&1 || not_ok "scripts/demo-data.sql fills a database as of $sample" "$work/sample"
shown >"$work/actual"
{
  head -n 1 "$work/actual"
  # shellcheck disable=SC2046 # the words of the command
  PGDATABASE=docs_preview "$PROACTIVE" $(sed -n '1s/^\$ proactive //p' "$work/actual") --now "$sample"
} >"$work/expected" 2>/dev/null || true
same "README.md shows the preview that the program prints" "$work/expected" "$work/actual" "correct README.md"

# Lines of man pages that begin with a prompt, with the files that a package installs.
for page in man/*.[1-8]; do
  new_sample "$(basename "$page" | tr -c 'a-z0-9\n' _)"
  sed -n -e 's/\\-/-/g' -e "s/\\\\(aq/'/g" -e 's/\\(dq/"/g' -e 's/\\e/\\/g' -e "s#/usr/share/proactive/#$copy/sql/#" \
    -e "s#/etc/proactive/#$copy/etc/#" -e 's/^\$ //p' "$page" >"$work/examples"
  while IFS= read -r command <&3; do
    printf '%s\n' "$command" >"$work/example"
    runs "$page: $command" "$work/example"
  done 3<"$work/examples"
done

# What was installed by the commands above is whole.
if [ -e "$copy/build/release/cmake_install.cmake" ]; then
  (cd "$work/root" && find . -type f -o -type l) | sed -E 's#^.*/(bin|share)/#\1/#' | sort >"$work/actual"
  {
    printf '%s\n' bin/proactive bin/proactive-migrate share/proactive/{env.sample,roles.sql,citus.sql}
    (cd sql && printf 'share/proactive/%s\n' adapters/* migrations/*)
    (cd scripts && printf 'share/proactive/%s\n' monitoring/*)
    echo share/proactive/simulation/companion-app.json
    printf 'share/%s\n' bash-completion/completions/proactive fish/vendor_completions.d/proactive.fish man/man1/proactive-migrate.1 \
      zsh/vendor-completions/_proactive
    for page in man/*.[1-8]; do echo "share/man/man${page##*.}/${page#man/}"; done
  } | sort >"$work/expected"
  same "the installation is whole" "$work/expected" "$work/actual" "correct install() in CMakeLists.txt"
  installed=$(find "$work/root" -name proactive-migrate)
  if PGDATABASE=docs_sample "${installed:-false}" --status >"$work/out" 2>&1 && grep -q 'applied *0001_' "$work/out"; then
    ok "the installed proactive-migrate finds its migrations"
  else
    not_ok "the installed proactive-migrate finds its migrations" "$work/out"
  fi
  createdb docs_installed
  if PGDATABASE=docs_installed env -u PROACTIVE "${installed:-false}" --standalone >"$work/out" 2>&1; then
    ok "the installed proactive-migrate makes a database that stands alone"
  else
    not_ok "the installed proactive-migrate makes a database that stands alone" "$work/out"
  fi
fi

# --- Options, commands, events and reasons

help_options() { COLUMNS=1000 "$PROACTIVE" "$@" --help | sed -nE 's/^ +(-h,)?(--[a-z-]+).*/\2/p' | sort -u; }
help_commands() { COLUMNS=1000 "$PROACTIVE" "$@" --help | awk '/^Subcommands:/ { inside = 1; next } /^$/ { inside = 0 } inside { print $1 }' | sort; }
options_below() { # of a command and of all commands below it
  help_options "$@"
  local name
  # What stands before the commands of config user is the user, whatever it is called.
  local above=("$@")
  [ "$*" != 'config user' ] || above+=(42)
  for name in $(help_commands "$@"); do options_below "${above[@]}" "$name"; done
}
page_commands() { # page, what stands before the name
  sed -n "/^The commands are/,/^\\.El/s/^\\.It Cm $2\\([a-z-]*\\).*/\\1/p" "$1" | sort -u
}
page_options() { sed -nE '/^\.It .*Fl -/ { s/^.*Fl (-[a-z-]+).*/-\1/p }' "$1" | sort -u; }

help_options >"$work/expected"
page_options man/proactive.1 >"$work/actual"
same "man/proactive.1 has the general options" "$work/expected" "$work/actual" "correct the page"
for command in schedule process stats config; do
  options_below "$command" | sort -u | { grep -vx -e --help || true; } >"$work/expected"
  page_options "man/proactive-$command.1" >"$work/actual"
  same "man/proactive-$command.1 has the options" "$work/expected" "$work/actual" "correct the page"
done
help_commands >"$work/expected"
page_commands man/proactive.1 '' >"$work/actual"
same "man/proactive.1 has the commands" "$work/expected" "$work/actual" "correct the page"
help_commands config >"$work/expected"
page_commands man/proactive-config.1 '' >"$work/actual"
same "man/proactive-config.1 has the commands" "$work/expected" "$work/actual" "correct the page"
help_commands config user >"$work/expected"
page_commands man/proactive-config.1 'user Ar ID Cm ' >"$work/actual"
same "man/proactive-config.1 has the commands of user" "$work/expected" "$work/actual" "correct the page"
help_commands config adapter >"$work/expected"
page_commands man/proactive-config.1 'adapter ' >"$work/actual"
same "man/proactive-config.1 has the commands of adapter" "$work/expected" "$work/actual" "correct the page"
help_commands config webhook >"$work/expected"
page_commands man/proactive-config.1 'webhook ' >"$work/actual"
same "man/proactive-config.1 has the commands of webhook" "$work/expected" "$work/actual" "correct the page"

sed -n '/struct Names<Reason>/,/};/p' src/domain/types.hpp | grep -o '"[a-z_]*"' | tr -d '"' | sort >"$work/expected"
listed() { # page, section, the section after it
  sed -n "/^\\.Ss $2\$/,/^\\.Ss $3\$/s/^\\.It Cm //p" "$1" | tr -s ' ,' '\n'
}
{
  listed man/proactive-schedule.1 'The gate' 'The language model'
  listed man/proactive-process.1 'What is checked again' 'Channels'
  sed -n 's/^\.Cm \(delivery_error\)$/\1/p' man/proactive-process.1 # stands in the text
} | sort -u >"$work/actual"
same "proactive-schedule(1) and proactive-process(1) have the reasons" "$work/expected" "$work/actual" \
  "describe each where it is decided, and none that is no reason"

find src -name '*.cpp' -exec cat {} + | tr -s ' \n' '  ' |
  grep -oE 'log::[a-z]+\(([^"(]*, ?| )?"[a-z_]+"' | sed 's/.*"\(.*\)"/\1/' | sort -u >"$work/expected"
sed -n '/^\.Ss The log/,/^\.Ss Signals/s/^\.It Cm //p' man/proactive.1 | tr -s ' ,' '\n' | sort -u >"$work/actual"
same "man/proactive.1 has the events of the log" "$work/expected" "$work/actual" "correct the page"

if ! command -v mandoc >/dev/null; then
  ok "skipped: mandoc is not installed"
elif mandoc -T lint -W warning man/*.[1-8] >"$work/out" 2>&1; then
  ok "mandoc finds nothing in the man pages"
else
  not_ok "mandoc finds nothing in the man pages" "$work/out"
fi

finish
