#!/usr/bin/env bash
# Apps where a delivery cannot work as the adapter says, each found by the check in a sentence that says what to do; and unusual ones
# that work. Run: scripts/with-postgres tests/db/adoption_faults.sh
# shellcheck source=tests/support/db-script.sh
. "$(dirname "${BASH_SOURCE[0]}")/../support/db-script.sh"
# shellcheck source=tests/support/others.sh
. tests/support/others.sh

tests/support/new-database faults_template >/dev/null 2>&1
export PGDATABASE=faults_template
people 12
sql <<'SQL'
INSERT INTO public.conversations (user_id, companion_id, created_at) SELECT 'u' || n, 1, now() - interval '9 days' FROM generate_series(1, 6) n;
INSERT INTO public.messages (user_id, conversation_id, sender_type, sender_id, content, created_at)
SELECT user_id, id, 'user', user_id, 'Hello', now() - interval '2 days' FROM public.conversations;
SQL

number=0
changed() { # SQL that the app runs: in a database of its own
  number=$((number + 1))
  export PGDATABASE=faults_$number
  createdb --template=faults_template "$PGDATABASE"
  sql -c "$1"
}
# found WHAT PATTERN SQL: after the app has changed, the installed adapter is found not to fit any more, and so is the shipped one.
found() {
  changed "$3"
  "$PROACTIVE" config adapter show | sed 1d >"$work/seed.sql"
  exits "$1: the check of the adapter fails" 78 "$PROACTIVE" config adapter check "$work/seed.sql"
  says "$1: it says what to do" "$2"
  exits "$1: it is not installed" 78 "$PROACTIVE" config adapter install "$work/seed.sql"
  exits "$1: config check fails" 78 "$PROACTIVE" config check
  says "$1: it says the same" "$2"
  check_sql "$1: nothing is left of the trials" "SELECT count(*) = 6 FROM public.messages"
}

found 'a CHECK without the word companion' 'app_deliver.*messages_sender_type_check.*; write a value that the constraint allows' \
  "ALTER TABLE public.messages DROP CONSTRAINT messages_sender_type_check,
     ADD CONSTRAINT messages_sender_type_check CHECK (sender_type IN ('user', 'bot'))"
found 'an enum without the word companion' 'invalid input value for enum public.side: "companion" .*; cast to the column.s type, and write a word that the type has' \
  "CREATE TYPE public.side AS ENUM ('user', 'bot');
   ALTER TABLE public.messages DROP CONSTRAINT messages_sender_type_check;
   DROP INDEX public.messages_of_users;
   ALTER TABLE public.messages ALTER COLUMN sender_type DROP DEFAULT, ALTER COLUMN sender_type TYPE public.side USING sender_type::public.side"
found 'a short column' 'app_deliver.*too long for type character varying\(20\).*; cut the text to the column.s length' \
  'ALTER TABLE public.messages ALTER COLUMN content TYPE varchar(20)'
found 'a column that must be filled' 'app_deliver.*null value in column .?tenant.*; fill the column in the function, or give it a default' \
  "ALTER TABLE public.messages ADD COLUMN tenant integer NOT NULL DEFAULT 1; ALTER TABLE public.messages ALTER COLUMN tenant DROP DEFAULT"
found 'a trigger that refuses silently' 'app_deliver.*returns 0 rows for [0-9]+ engagements?: return exactly one row for each' \
  "CREATE FUNCTION public.no() RETURNS trigger LANGUAGE plpgsql AS 'BEGIN RETURN NULL; END';
   CREATE TRIGGER no BEFORE INSERT ON public.messages FOR EACH ROW WHEN (NEW.sender_type = 'companion') EXECUTE FUNCTION public.no()"
found 'a trigger that refuses loudly' 'app_deliver.*bots are muted' \
  "CREATE FUNCTION public.no() RETURNS trigger LANGUAGE plpgsql AS 'BEGIN RAISE EXCEPTION ''bots are muted''; END';
   CREATE TRIGGER no BEFORE INSERT ON public.messages FOR EACH ROW WHEN (NEW.sender_type = 'companion') EXECUTE FUNCTION public.no()"
found 'a generated column' 'cannot insert a non-DEFAULT value into column .?message_type.*; leave the generated column out' \
  "ALTER TABLE public.messages DROP COLUMN message_type;
   ALTER TABLE public.messages ADD COLUMN message_type text GENERATED ALWAYS AS ('text') STORED"
found 'a column that is gone' 'column .?metadata.* does not exist.*; correct the column.s name' 'ALTER TABLE public.messages DROP COLUMN metadata CASCADE'
found 'a foreign key to what is not there' 'app_deliver.*messages_sender_exists.*; insert the row that it refers to first' \
  "ALTER TABLE public.messages ADD CONSTRAINT messages_sender_exists FOREIGN KEY (sender_id) REFERENCES public.users (id)"
found 'a table that is gone' 'relation .?public.companion_memories.? does not exist.*; correct the table.s name' 'DROP TABLE public.companion_memories'

# Row level security: rows that are hidden from whoever the functions run as look like rows that are not there.
sql -c 'CREATE ROLE faults_owner LOGIN' -c 'CREATE ROLE faults_reader LOGIN'
changed "DO \$\$ DECLARE t regclass; BEGIN FOR t IN SELECT oid FROM pg_class WHERE relnamespace = 'public'::regnamespace AND relkind = 'r' LOOP
     EXECUTE format('ALTER TABLE %s OWNER TO faults_owner', t); END LOOP; END \$\$"
exits 'a superuser does not run the functions on tables of another' 78 "$PROACTIVE" config check
says 'it says what to do' 'app_deliver.* runs with all rights of postgres and touches .*public.messages of faults_owner.*OWNER TO faults_owner'
exits 'the draft runs as the owner' 0 "$PROACTIVE" config adapter install seed
exits 'that is well' 0 "$PROACTIVE" config check
sql -c 'ALTER TABLE public.messages ENABLE ROW LEVEL SECURITY' -c "CREATE POLICY of_user ON public.messages USING (user_id = current_setting('app.user', true))"
exits 'the owner sees all rows all the same' 0 "$PROACTIVE" config check
for of in 'FORCE ROW LEVEL SECURITY' 'NO FORCE ROW LEVEL SECURITY'; do
  sql -c "ALTER TABLE public.messages $of"
  if [ "$of" = 'NO FORCE ROW LEVEL SECURITY' ]; then # a role that may read, but does not own
    sql -c 'GRANT ALL ON ALL TABLES IN SCHEMA public TO faults_reader; GRANT ALL ON ALL SEQUENCES IN SCHEMA public TO faults_reader'
    "$PROACTIVE" config adapter draft | sed 's/OWNER TO faults_owner/OWNER TO faults_reader/' >"$work/adapter.sql"
  else
    "$PROACTIVE" config adapter draft >"$work/adapter.sql"
    exits "$of: config check fails" 78 "$PROACTIVE" config check
    says "$of: it says what to do" 'row-level security.*; let it run as the tables. owner, or .* as a role with BYPASSRLS'
    exits "$of: schedule does nothing" 78 "$PROACTIVE" schedule
  fi
  exits "$of: the check of the adapter fails" 78 "$PROACTIVE" config adapter check "$work/adapter.sql"
  says "$of: it says what to do" 'row-level security.*; let it run as the tables. owner, or .* as a role with BYPASSRLS'
done

# --- Unusual, and well: the draft is made for it
works() { # what, SQL
  changed "$2"
  exits "$1: an adapter is drafted" 0 "$PROACTIVE" config adapter draft
  cp "$work/out" "$work/drafted.sql"
  exits "$1: and installed" 0 "$PROACTIVE" config adapter install "$work/drafted.sql"
  passes "$1"
  exits "$1: the check is content" 0 "$PROACTIVE" config check
  check_sql "$1: the messages are there" "SELECT count(*) = (SELECT count(*) FROM proactive.deliveries) AND count(*) >= 5 FROM public.messages
    WHERE sender_type = 'companion' AND content IN (SELECT engagement_content FROM proactive.engagements WHERE sent_at IS NOT NULL)"
}
works 'epochs in milliseconds' "
  DROP INDEX public.messages_of_users; ALTER TABLE public.messages ALTER COLUMN created_at DROP DEFAULT, ALTER COLUMN created_at TYPE bigint USING extract(epoch FROM created_at) * 1000,
    ALTER COLUMN created_at SET DEFAULT extract(epoch FROM now()) * 1000"
check_sql 'epochs: those of the messages are of now' "SELECT bool_and(created_at BETWEEN extract(epoch FROM now() - interval '1 hour') * 1000
  AND extract(epoch FROM now() + interval '1 hour') * 1000) FROM public.messages WHERE sender_type = 'companion'"
works 'partitioned messages' "
  ALTER TABLE public.messages RENAME TO messages_before;
  CREATE TABLE public.messages (LIKE public.messages_before INCLUDING DEFAULTS INCLUDING CONSTRAINTS, PRIMARY KEY (user_id, id, created_at))
    PARTITION BY RANGE (created_at);
  CREATE TABLE public.messages_old PARTITION OF public.messages FOR VALUES FROM (MINVALUE) TO ('2020-01-01');
  CREATE TABLE public.messages_new PARTITION OF public.messages FOR VALUES FROM ('2020-01-01') TO (MAXVALUE);
  INSERT INTO public.messages SELECT * FROM public.messages_before;
  CREATE SEQUENCE IF NOT EXISTS public.messages_number START 1000 OWNED BY public.messages.id;
  ALTER TABLE public.messages ALTER COLUMN id SET DEFAULT nextval('public.messages_number');
  DROP TABLE public.messages_before CASCADE"
finish
