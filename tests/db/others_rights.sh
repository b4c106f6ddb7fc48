#!/usr/bin/env bash
# Who may do what: roles that the database's defaults give everything get nothing of ours; those of sql/roles.sql may do what is
# declared and nothing else; what is missing or given by hand is named by config check. Run: scripts/with-postgres tests/db/others_rights.sh
# shellcheck source=tests/support/db-script.sh
. "$(dirname "${BASH_SOURCE[0]}")/../support/db-script.sh"
# shellcheck source=tests/support/others.sh
. tests/support/others.sh

sql <<'SQL'
CREATE ROLE anon LOGIN;
CREATE ROLE authenticated LOGIN;
CREATE ROLE app_backend LOGIN;
CREATE ROLE stranger LOGIN;
SQL
export PGDATABASE=others_rights
createdb --maintenance-db=postgres "$PGDATABASE"

has_nothing() { # when, role
  check_sql "$1: $2 has no right in the schema" "
    SELECT NOT has_schema_privilege('$2', 'proactive', 'USAGE') AND NOT has_schema_privilege('$2', 'proactive', 'CREATE')
       AND NOT EXISTS (SELECT FROM pg_class c WHERE c.relnamespace = 'proactive'::regnamespace AND c.relkind IN ('r', 'p', 'v', 'm')
                          AND (has_table_privilege('$2', c.oid, 'SELECT,INSERT,UPDATE,DELETE,TRUNCATE,REFERENCES,TRIGGER')
                               OR has_any_column_privilege('$2', c.oid, 'SELECT,INSERT,UPDATE,REFERENCES')))
       AND NOT EXISTS (SELECT FROM pg_class c WHERE c.relnamespace = 'proactive'::regnamespace AND CASE c.relkind
                          WHEN 'S' THEN has_sequence_privilege('$2', c.oid, 'USAGE,SELECT,UPDATE') END)
       AND NOT EXISTS (SELECT FROM pg_proc p WHERE p.pronamespace = 'proactive'::regnamespace AND has_function_privilege('$2', p.oid, 'EXECUTE'))"
}
nobody_has_anything() { # when
  local role
  for role in anon authenticated stranger; do has_nothing "$1" "$role"; done
}

# --- Defaults such as Supabase's, and worse: everything that anybody makes belongs to everybody
sql <<'SQL'
ALTER DEFAULT PRIVILEGES GRANT ALL ON TABLES TO anon, authenticated, PUBLIC;
ALTER DEFAULT PRIVILEGES GRANT ALL ON SEQUENCES TO anon, authenticated, PUBLIC;
ALTER DEFAULT PRIVILEGES GRANT ALL ON FUNCTIONS TO anon, authenticated, PUBLIC;
ALTER DEFAULT PRIVILEGES GRANT ALL ON SCHEMAS TO anon, authenticated, PUBLIC;
SQL
exits "migrates" 0 scripts/migrate
nobody_has_anything "after migrate"
exits "the tables of the seed" 0 scripts/migrate --standalone
nobody_has_anything "after the adapter's installation"
people 30
exits "the adapter is installed again" 0 "$PROACTIVE" config adapter install seed
nobody_has_anything "after it was installed again"
exits "the check is content" 0 "$PROACTIVE" config check
denied anon 'SELECT FROM proactive.engagements' "INSERT INTO proactive.preferences (user_id) VALUES ('u1')" \
  "SELECT proactive.opt_out('u1')" "SELECT proactive.set_preferences('u1', '{}')" "SELECT proactive.mute('u1')" "SELECT proactive.app_deliver('{u1}', '{1}', '{1}', '{Hello}', '{\"{}\"}', now())" \
  "SELECT proactive.change_settings('{enabled}', '{false}', 'me')" "SELECT nextval('proactive.engagements_id_seq')" \
  'CREATE TABLE proactive.mine ()'

# Each right that somebody gives by hand is found, named, and taken back by migrating.
while IFS='|' read -r grant named; do
  sql -c "GRANT $grant"
  exits "found: GRANT $grant" 78 "$PROACTIVE" config check --quick
  says "named: $named" "$named"
  exits "taken back: GRANT $grant" 0 scripts/migrate
  exits "the check is content again" 0 "$PROACTIVE" config check --quick
done <<'GRANTS'
SELECT ON proactive.engagements TO anon|anon has SELECT on TABLE (proactive\.)?engagements
UPDATE (enabled) ON proactive.preferences TO anon|anon has UPDATE on TABLE (proactive\.)?preferences
USAGE ON SCHEMA proactive TO PUBLIC|everybody \(PUBLIC\) has USAGE on SCHEMA proactive
CREATE ON SCHEMA proactive TO stranger|stranger has CREATE on SCHEMA proactive
EXECUTE ON FUNCTION proactive.app_pairs TO PUBLIC|everybody \(PUBLIC\) has EXECUTE on FUNCTION (proactive\.)?app_pairs
EXECUTE ON FUNCTION proactive.opt_out TO authenticated|authenticated has EXECUTE on FUNCTION (proactive\.)?opt_out
ALL ON ALL SEQUENCES IN SCHEMA proactive TO anon|anon has USAGE on SEQUENCE
TRIGGER ON proactive.settings TO anon|anon has TRIGGER on TABLE (proactive\.)?settings
GRANTS
nobody_has_anything "in the end"

# --- The roles of sql/roles.sql
sql -c 'REVOKE ALL ON ALL TABLES IN SCHEMA public FROM PUBLIC' # which the defaults have given
roles() { psql -XAtq -v ON_ERROR_STOP=1 -v runner=the_runner -v operator=the_operator -v backend=app_backend -f sql/roles.sql; }
exits "the roles are made" 0 roles
exits "the roles are made again" 0 roles
# An operator stays one, whatever else the role is named as, until that is taken back; what each is now is told.
made() { psql -XAtq "$@" -f sql/roles.sql; }
exits "a runner becomes an operator" 0 made -v operator=the_runner
says "it is told what each is" "^roles of the database others_rights: app_backend is a backend, the_operator is an operator, the_runner is an operator$"
for kind in runner backend; do
  exits "an operator named as $kind" 0 made -v "$kind=the_runner"
  says "an operator named as $kind stays one" 'the_runner is an operator'
done
exits "an operator is a runner again, where that is said" 0 made -v drop=the_runner -v runner=the_runner
says "it is told" 'the_runner is a runner$'
exits "a role is made, and dropped again" 0 made -v operator=passing
exits "what is dropped" 0 made -v drop=passing
check "it is none of them" bash -c "! grep -q passing '$work/out'"
has_nothing "dropped" passing
while IFS='|' read -r words sentence; do
  # shellcheck disable=SC2086
  exits "refused: $words" 3 made $words
  says "refused: $words: what to do" "ERROR:  $sentence"
done <<'WORDS'
|no role is named: say -v runner=NAME
-v runer=the_operator|no role is named: say -v runner=NAME
-v drop=nobody|the role nobody is no runner, operator or backend
-v backend=the_runner|the role the_runner cannot be runner and backend
-v runner=app_backend|the role app_backend cannot be runner and backend
-v runner=both -v backend=both|the role both cannot be runner and backend
WORDS
sql -c 'CREATE ROLE no_creator LOGIN' -c "GRANT $PGUSER TO no_creator"
exits "roles that are missing" 3 psql -XAtq -c 'SET ROLE no_creator' -v runner=missing_one -v backend='Missing two' -f sql/roles.sql
says "roles that are missing: all are named" 'ERROR:  the roles Missing two, missing_one are not there, and no_creator may not create them: let an administrator say CREATE ROLE "Missing two" LOGIN; CREATE ROLE missing_one LOGIN, and run this again'
exits "a role that is missing" 3 psql -XAtq -c 'SET ROLE no_creator' -v runner=missing_one -v backend=app_backend -f sql/roles.sql
says "a role that is missing: what to do" 'ERROR:  the role missing_one is not there, and no_creator may not create it: let an administrator say CREATE ROLE missing_one LOGIN, and'
exits "another's schema" 3 env PGUSER=stranger psql -XAtq -v runner=the_runner -f sql/roles.sql
says "another's schema: whose it is" "ERROR:  the schema proactive belongs to $PGUSER, who alone makes its roles"
check_sql "what was refused has changed nothing" "SELECT array_agg(role_name || ' ' || kind ORDER BY 1) = '{app_backend backend,the_operator operator,the_runner runner}' FROM proactive.roles"
exits "the check is content with them" 0 "$PROACTIVE" config check
for role in the_runner the_operator app_backend; do
  check_sql "$role is an ordinary role" "SELECT NOT (rolsuper OR rolcreaterole OR rolcreatedb OR rolbypassrls OR rolreplication)
    AND NOT EXISTS (SELECT FROM pg_auth_members m WHERE m.member = r.oid) FROM pg_roles r WHERE rolname = '$role'"
done

runner=(env PGUSER=the_runner)
passes "the runner" "${runner[@]}"
exits "the runner: stats" 0 "${runner[@]}" "$PROACTIVE" stats
exits "the runner: checks" 0 "${runner[@]}" "$PROACTIVE" config check
exits "the runner: shows the settings" 0 "${runner[@]}" "$PROACTIVE" config show
exits "the runner: shows their history" 0 "${runner[@]}" "$PROACTIVE" config history
exits "the runner: shows a user" 0 "${runner[@]}" "$PROACTIVE" config user u1 show
exits "the runner sets nothing for a user" 78 "${runner[@]}" "$PROACTIVE" config user u1 set frequency rarely
exits "the runner changes no setting" 78 "${runner[@]}" "$PROACTIVE" config set max_engagements_per_day 3
# What operators decide is theirs, whatever rights of tables runs need.
sql -c "UPDATE proactive.engagements SET approved_at = NULL, approved_by = NULL WHERE engagement_status = 'scheduled'"
while read -r words; do
  # shellcheck disable=SC2086
  exits "the runner does not decide: $words" 78 "${runner[@]}" "$PROACTIVE" $words
  says "the runner is told who does: $words" "the role the_runner is no operator, .*let $PGUSER, who owns it, make one with psql -v operator=NAME -f .*/roles.sql"
done <<'VERBS'
config queue approve --all
config queue cancel --all
config queue reject --all --reason eager
config queue retry --all
config webhook retry --all
config webhook drop --all
config webhook resume
config set max_engagements_per_day 3
config unset enabled
config preset minimal
config user u1 opt-out
config user u1 release --by support
config user u1 erase --yes
config template remove 1
VERBS
for words in 'queue approve --all' 'queue cancel --user nobody' 'queue retry --all' 'webhook retry --all' 'webhook resume'; do
  # shellcheck disable=SC2086
  exits "an operator decides: $words" 0 env PGUSER=the_operator "$PROACTIVE" config $words
done
exits "the runner installs no adapter" 78 "${runner[@]}" "$PROACTIVE" config adapter install seed
says "it is told as whom to connect" 'only the owner of the schema proactive may change the adapter: connect as'
exits "the runner removes no adapter" 78 "${runner[@]}" "$PROACTIVE" config adapter remove
exits "the runner does not migrate" 77 env PGUSER=the_runner scripts/migrate
while read -r table; do denied the_runner "SELECT FROM public.$table" "DELETE FROM public.$table"; done < <(
  sql -c "SELECT relname FROM pg_class WHERE relnamespace = 'public'::regnamespace AND relkind = 'r'"
)
settings_are_closed_to() { # role
  denied "$1" "INSERT INTO proactive.settings (name, value, changed_by) VALUES ('enabled', 'false', 'me')" \
    'DELETE FROM proactive.settings' "UPDATE proactive.settings SET value = '1'" \
    "INSERT INTO proactive.settings_history (name, changed_by, changed_role) VALUES ('enabled', 'me', 'another')" \
    "UPDATE proactive.settings_history SET changed_by = 'another'" 'DELETE FROM proactive.settings_history' \
    'TRUNCATE proactive.settings_history' "SELECT setval('proactive.settings_history_id_seq', 1)" \
    "UPDATE proactive.roles SET kind = 'operator'" "UPDATE proactive.adapter SET source = ''" \
    'SELECT proactive.apply_privileges()' 'CREATE TABLE proactive.mine ()' 'ALTER TABLE proactive.runs ADD COLUMN x int'
}
settings_are_closed_to the_runner
denied the_runner "SELECT proactive.change_settings('{enabled}', '{false}', 'me')" "SELECT proactive.opt_out('u1')" \
  "SELECT proactive.forget('u1')" "SELECT proactive.release('u1', 'me')" "SELECT proactive.mute('u1')" "INSERT INTO proactive.mutes (user_id) VALUES ('u1')" "UPDATE proactive.preferences SET enabled = true" "UPDATE proactive.templates SET body = 'x'" \
  "DELETE FROM proactive.engagements" "DELETE FROM proactive.deliveries"

operator=(env PGUSER=the_operator)
exits "the operator changes a setting" 0 "${operator[@]}" "$PROACTIVE" config set max_engagements_per_day 3
check_sql "the history says so, and by which role" \
  "SELECT new_value = '3' AND changed_role = 'the_operator' FROM proactive.settings_history ORDER BY id DESC LIMIT 1"
exits "the operator checks" 0 "${operator[@]}" "$PROACTIVE" config check
for words in "show" "set frequency rarely" "mute --for 7d" "unmute" "unset frequency" "release --by support" "opt-in --version v1 --source letter" "export" "history" \
  "opt-out" "erase --yes"; do
  # shellcheck disable=SC2086
  exits "the operator: config user u9 $words" 0 "${operator[@]}" "$PROACTIVE" config user u9 $words
done
exits "the operator changes a template" 0 as the_operator -c 'UPDATE proactive.templates SET weight = 2 WHERE id = 1'
settings_are_closed_to the_operator
denied the_operator 'SELECT FROM public.users' "UPDATE public.messages SET content = 'x'"

exits "the backend: what users want" 0 as app_backend -c "SELECT proactive.opt_out('u1')" \
  -c "SELECT proactive.opt_in('u2', 'v1', 'app')" -c "SELECT proactive.recheck('u3', '1')" -c "SELECT proactive.forget('u4')" \
  -c "SELECT proactive.set_preferences('u5', '{\"frequency\": \"rarely\"}')" -c "SELECT proactive.mute('u5', '1', until => now() + '1 day')" \
  -c "SELECT proactive.mute('u6'), proactive.unmute('u6')" -c "SELECT proactive.flag('u7', 'self_harm')" -c "SELECT proactive.release('u7', 'support')"
check_sql "they do what they say" "SELECT (SELECT NOT enabled FROM proactive.preferences WHERE user_id = 'u1')
  AND (SELECT enabled AND consent_version = 'v1' FROM proactive.preferences WHERE user_id = 'u2')
  AND (SELECT NOT enabled AND erased_at IS NOT NULL FROM proactive.preferences WHERE user_id = 'u4')
  AND (SELECT frequency = 'rarely' FROM proactive.preferences WHERE user_id = 'u5') AND (SELECT array_agg(user_id) = '{u5}' FROM proactive.mutes)
  AND NOT EXISTS (SELECT FROM proactive.engagements WHERE user_id = 'u4') AND NOT EXISTS (SELECT FROM proactive.deliveries WHERE user_id = 'u4')"
settings_are_closed_to app_backend
check_sql "the backend may execute these only" "SELECT array_agg(p.proname::text ORDER BY 1) = '{flag,forget,mute,opt_in,opt_out,recheck,release,set_preferences,unmute}' FROM pg_proc p
  WHERE p.pronamespace = 'proactive'::regnamespace AND has_function_privilege('app_backend', p.oid, 'EXECUTE')"
check_sql "the backend may reach no table" "SELECT NOT bool_or(has_table_privilege('app_backend', c.oid, 'SELECT,INSERT,UPDATE,DELETE,TRUNCATE'))
  FROM pg_class c WHERE c.relnamespace = 'proactive'::regnamespace AND c.relkind IN ('r', 'v')"
nobody_has_anything "beside the roles"

# --- Functions that run with the rights of who calls them, of whom one has none on the app's tables
"$PROACTIVE" config adapter draft | sed 's/ SECURITY DEFINER//' >"$work/invoker.sql"
advice='make the adapter.s functions SECURITY DEFINER'
exits "such an adapter can be tried" 0 "$PROACTIVE" config adapter check "$work/invoker.sql"
says "the check names the role, the functions and what to do" "the role the_runner may not reach what app_.*app_pairs.*: $advice"
exits "and installed" 0 "$PROACTIVE" config adapter install "$work/invoker.sql"
says "the installation names them too" "the role the_operator may not reach what app_.*: $advice"
exits "a run of the runner ends with an error" 78 "${runner[@]}" "$PROACTIVE" schedule --recheck
says "which says what to do with the adapter" "$advice"
exits "and so does its check" 78 "${runner[@]}" "$PROACTIVE" config check
says "in the same words" "permission denied.*$advice"
exits "the adapter is as it was" 0 "$PROACTIVE" config adapter install seed
if grep -q 'may not reach' "$work/out"; then not_ok "of which nothing is said" "$work/out"; else ok "of which nothing is said"; fi

# --- Each right that a runner lacks is named
while IFS='|' read -r privilege object; do
  sql -c "SET search_path = public" -c "REVOKE $privilege ON $object FROM the_runner"
  code=0
  "$PROACTIVE" config check --quick >"$work/out" 2>"$work/err" || code=$?
  own=0
  PGUSER=the_runner "$PROACTIVE" config check --quick >"$work/own" 2>&1 || own=$?
  plain=${object//proactive./}
  if [ "$code $own" = '78 78' ] && grep -qF "the_runner lacks $privilege on $plain" <(sed 's/proactive\.//g' "$work/out"); then
    ok "named where it is missing: $privilege on $plain"
  else
    { echo "exit $code and $own" && cat "$work/out" "$work/err" "$work/own"; } >"$work/why"
    not_ok "named where it is missing: $privilege on $plain" "$work/why"
  fi
  sql -c "GRANT $privilege ON $object TO the_runner"
done < <(
  sql -c "SET search_path = public" -c "SELECT 'USAGE|SCHEMA proactive' UNION ALL
    SELECT privilege || '|' || object FROM proactive.privileges WHERE kind = 'runner'"
)
exits "the check is content in the end" 0 "$PROACTIVE" config check
exits "the runner's too" 0 "${runner[@]}" "$PROACTIVE" config check
finish
