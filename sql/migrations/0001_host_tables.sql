-- The seven tables of the companion app. Missing ones are created, so that the tool stands alone; in existing ones
-- nothing is dropped or rewritten: only columns that the tool reads or writes are added, each with a default.

-- Names that are taken by something else are refused before anything changes.
DO $$
DECLARE
  taken record;
BEGIN
  FOR taken IN
    SELECT c.relname
      FROM unnest('{proactive_engagements,proactive_preferences,proactive_settings,proactive_settings_history,
        proactive_templates,proactive_runs,proactive_leases}'::text[]) own(table_name)
      JOIN pg_class c ON c.oid = to_regclass(own.table_name)
  LOOP
    RAISE EXCEPTION 'a table % that this tool did not make is in the way: rename it (ALTER TABLE % RENAME TO %) and run the migration again',
      taken.relname, taken.relname, taken.relname || '_before';
  END LOOP;
  FOR taken IN
    SELECT c.relname, c.relkind, c.relnamespace::regnamespace::text AS schema_name
      FROM unnest('{users,companions,relationship_progression,conversations,messages,companion_memories,
        user_emotional_states}'::text[]) host(table_name)
      JOIN pg_class c ON c.oid = to_regclass(host.table_name)
  LOOP
    IF taken.relkind NOT IN ('r', 'p') THEN
      RAISE EXCEPTION '% is not a table, and the tool can only adopt tables: put the schema that holds the table itself first in search_path and run the migration again',
        taken.relname;
    END IF;
    IF taken.schema_name IS DISTINCT FROM quote_ident(current_schema()) THEN
      RAISE EXCEPTION 'table % is in schema %, but new tables would be made in %: put % first in search_path and run the migration again',
        taken.relname, taken.schema_name, current_schema(), taken.schema_name;
    END IF;
  END LOOP;
END
$$;

-- A child column must be joinable with the id it points to. A domain counts as the type beneath it.
CREATE FUNCTION pg_temp.id_family(type_oid oid) RETURNS text LANGUAGE sql AS $$
  WITH RECURSIVE beneath AS (
    SELECT oid, typbasetype FROM pg_type WHERE oid = $1
    UNION ALL
    SELECT t.oid, t.typbasetype FROM pg_type t JOIN beneath b ON t.oid = b.typbasetype
  )
  SELECT CASE
    WHEN oid = 'uuid'::regtype THEN 'uuid'
    WHEN oid IN ('text'::regtype, 'character varying'::regtype) THEN 'text'
    WHEN oid IN ('smallint'::regtype, 'integer'::regtype, 'bigint'::regtype) THEN 'integer'
  END FROM beneath WHERE typbasetype = 0
$$;

CREATE FUNCTION pg_temp.key_columns(index_oid oid) RETURNS text[] LANGUAGE sql AS $$
  SELECT array_agg(a.attname::text ORDER BY k.n)
    FROM pg_index i
   CROSS JOIN unnest(i.indkey::smallint[]) WITH ORDINALITY k(attnum, n)
    LEFT JOIN pg_attribute a ON a.attrelid = i.indrelid AND a.attnum = k.attnum
   WHERE i.indexrelid = $1 AND k.n <= i.indnkeyatts
$$;

-- Whether a foreign key can point to these columns.
CREATE FUNCTION pg_temp.has_key(table_name text, columns text[]) RETURNS boolean LANGUAGE sql AS $$
  SELECT EXISTS (SELECT FROM pg_index i
    WHERE i.indrelid = to_regclass($1) AND i.indisunique AND i.indimmediate AND i.indisvalid AND i.indpred IS NULL
      AND pg_temp.key_columns(i.indexrelid) = $2)
$$;

CREATE FUNCTION pg_temp.id_type(table_name text, fallback text) RETURNS text LANGUAGE plpgsql AS $$
DECLARE
  id_column record;
BEGIN
  IF to_regclass(table_name) IS NULL THEN
    RETURN fallback;
  END IF;
  SELECT atttypid, format_type(atttypid, atttypmod) AS type_name INTO id_column
    FROM pg_attribute WHERE attrelid = to_regclass(table_name) AND attname = 'id' AND NOT attisdropped;
  IF NOT FOUND THEN
    RAISE EXCEPTION 'table % has no column id, which the tool needs: rename its key to id and run the migration again', table_name;
  END IF;
  IF pg_temp.id_family(id_column.atttypid) IS NULL THEN
    RAISE EXCEPTION '%.id is of type %, which the tool cannot adopt: make it uuid, text, varchar, smallint, integer or bigint and run the migration again',
      table_name, id_column.type_name;
  END IF;
  RETURN id_column.type_name;
END
$$;

-- Ids are opaque to the tool: these domains give its own columns and parameters the host's types.
DO $$
BEGIN
  IF to_regclass('users') IS NOT NULL AND NOT pg_temp.has_key('users', '{id}') THEN
    RAISE EXCEPTION 'users.id has neither a primary key nor a unique constraint, and the tool''s tables refer to it: add one and run the migration again';
  END IF;
  EXECUTE 'CREATE DOMAIN proactive_user_id AS ' || pg_temp.id_type('users', 'character varying(36)');
  EXECUTE 'CREATE DOMAIN proactive_companion_id AS ' || pg_temp.id_type('companions', 'integer');
END
$$;

CREATE TABLE IF NOT EXISTS users (
  id         varchar(36) PRIMARY KEY DEFAULT gen_random_uuid()::text,
  email      text,
  name       text,
  role       text        NOT NULL DEFAULT 'user' CHECK (role IN ('user', 'premium')),
  is_active  boolean     NOT NULL DEFAULT true,
  last_login timestamptz,
  created_at timestamptz NOT NULL DEFAULT now(),
  updated_at timestamptz NOT NULL DEFAULT now()
);

CREATE TABLE IF NOT EXISTS companions (
  id                 integer GENERATED BY DEFAULT AS IDENTITY PRIMARY KEY,
  name               text        NOT NULL,
  age                integer,
  gender             text,
  country            text,
  personality        text,
  traits             jsonb       NOT NULL DEFAULT '[]',
  interests          jsonb       NOT NULL DEFAULT '[]',
  backstory          text,
  conversation_style text,
  is_active          boolean     NOT NULL DEFAULT true,
  created_at         timestamptz NOT NULL DEFAULT now(),
  updated_at         timestamptz NOT NULL DEFAULT now()
);

CREATE TABLE IF NOT EXISTS relationship_progression (
  id                       bigint GENERATED BY DEFAULT AS IDENTITY,
  user_id                  proactive_user_id      NOT NULL REFERENCES users (id) ON DELETE CASCADE,
  companion_id             proactive_companion_id NOT NULL REFERENCES companions (id) ON DELETE CASCADE,
  relationship_stage       text        NOT NULL DEFAULT 'stranger' CHECK (relationship_stage IN
    ('stranger', 'acquaintance', 'friend', 'close_friend', 'intimate', 'partner')),
  intimacy_level           integer     NOT NULL DEFAULT 1 CHECK (intimacy_level BETWEEN 1 AND 10),
  trust_level              integer     NOT NULL DEFAULT 1 CHECK (trust_level BETWEEN 1 AND 10),
  shared_experiences_count integer     NOT NULL DEFAULT 0,
  last_interaction         timestamptz,
  total_interaction_time   integer     NOT NULL DEFAULT 0,
  conversation_count       integer     NOT NULL DEFAULT 0,
  created_at               timestamptz NOT NULL DEFAULT now(),
  updated_at               timestamptz NOT NULL DEFAULT now(),
  PRIMARY KEY (user_id, id),
  UNIQUE (user_id, companion_id)
);

CREATE TABLE IF NOT EXISTS conversations (
  id              bigint GENERATED BY DEFAULT AS IDENTITY,
  user_id         proactive_user_id      NOT NULL REFERENCES users (id) ON DELETE CASCADE,
  companion_id    proactive_companion_id NOT NULL REFERENCES companions (id) ON DELETE CASCADE,
  title           text,
  last_message_id bigint,
  last_message_at timestamptz,
  is_active       boolean     NOT NULL DEFAULT true,
  created_at      timestamptz NOT NULL DEFAULT now(),
  updated_at      timestamptz NOT NULL DEFAULT now(),
  PRIMARY KEY (user_id, id),
  UNIQUE (user_id, companion_id)
);

DO $$
BEGIN
  IF to_regclass('messages') IS NULL THEN
    CREATE TABLE messages (
      id              bigint GENERATED BY DEFAULT AS IDENTITY,
      user_id         proactive_user_id NOT NULL,
      conversation_id bigint      NOT NULL,
      sender_type     text        NOT NULL CHECK (sender_type IN ('user', 'companion')),
      sender_id       text        NOT NULL,
      content         text        NOT NULL,
      message_type    text        NOT NULL DEFAULT 'text' CHECK (message_type IN ('text', 'image', 'audio', 'video', 'system')),
      metadata        jsonb,
      is_read         boolean     NOT NULL DEFAULT false,
      read_at         timestamptz,
      created_at      timestamptz NOT NULL DEFAULT now(),
      updated_at      timestamptz NOT NULL DEFAULT now(),
      PRIMARY KEY (user_id, id)
    );
    -- A host's conversations may have ids of another type, and no key of both columns.
    EXECUTE 'ALTER TABLE messages ALTER COLUMN conversation_id TYPE ' || pg_temp.id_type('conversations', 'bigint') || ' USING NULL';
    IF pg_temp.has_key('conversations', '{user_id,id}') THEN
      ALTER TABLE messages ADD FOREIGN KEY (user_id, conversation_id) REFERENCES conversations (user_id, id) ON DELETE CASCADE;
    END IF;
  END IF;
END
$$;

CREATE TABLE IF NOT EXISTS companion_memories (
  id                bigint GENERATED BY DEFAULT AS IDENTITY,
  companion_id      proactive_companion_id NOT NULL REFERENCES companions (id) ON DELETE CASCADE,
  user_id           proactive_user_id      NOT NULL REFERENCES users (id) ON DELETE CASCADE,
  memory_type       text        NOT NULL DEFAULT 'fact' CHECK (memory_type IN
    ('fact', 'preference', 'experience', 'emotion', 'goal', 'fear', 'dream')),
  content           text        NOT NULL,
  importance_score  integer     NOT NULL DEFAULT 5 CHECK (importance_score BETWEEN 1 AND 10),
  emotional_context jsonb,
  created_at        timestamptz NOT NULL DEFAULT now(),
  last_accessed     timestamptz,
  access_count      integer     NOT NULL DEFAULT 0,
  is_active         boolean     NOT NULL DEFAULT true,
  PRIMARY KEY (user_id, id)
);

CREATE TABLE IF NOT EXISTS user_emotional_states (
  id                    bigint GENERATED BY DEFAULT AS IDENTITY,
  user_id               proactive_user_id      NOT NULL REFERENCES users (id) ON DELETE CASCADE,
  companion_id          proactive_companion_id NOT NULL REFERENCES companions (id) ON DELETE CASCADE,
  conversation_id       bigint,
  emotional_state       text        NOT NULL CHECK (emotional_state IN ('happy', 'sad', 'excited', 'anxious', 'calm',
    'frustrated', 'curious', 'lonely', 'confident', 'worried')),
  intensity_score       integer     NOT NULL DEFAULT 5 CHECK (intensity_score BETWEEN 1 AND 10),
  context               text,
  detected_from_message text,
  created_at            timestamptz NOT NULL DEFAULT now(),
  PRIMARY KEY (user_id, id)
);

-- Columns that an adopted table must have already, and columns that it may have, with types that can be joined.
DO $$
DECLARE
  wanted record;
  found_column record;
  parent_family text;
BEGIN
  FOR wanted IN
    SELECT * FROM (VALUES
      ('relationship_progression', 'user_id', 'users', true), ('relationship_progression', 'companion_id', 'companions', true),
      ('relationship_progression', 'relationship_stage', NULL, true),
      ('conversations', 'id', NULL, true), ('conversations', 'user_id', 'users', true),
      ('conversations', 'companion_id', 'companions', true), ('conversations', 'last_message_id', 'messages', false),
      ('messages', 'id', NULL, true), ('messages', 'conversation_id', 'conversations', true),
      ('messages', 'user_id', 'users', false), ('messages', 'sender_type', NULL, true), ('messages', 'sender_id', NULL, true),
      ('messages', 'content', NULL, true),
      ('companion_memories', 'user_id', 'users', true), ('companion_memories', 'companion_id', 'companions', true),
      ('companion_memories', 'content', NULL, true),
      ('user_emotional_states', 'user_id', 'users', true), ('user_emotional_states', 'companion_id', 'companions', true),
      ('user_emotional_states', 'emotional_state', NULL, true)) w(table_name, column_name, parent, required)
  LOOP
    SELECT format_type(atttypid, atttypmod) AS type_name, pg_temp.id_family(atttypid) AS family INTO found_column
      FROM pg_attribute
     WHERE attrelid = to_regclass(wanted.table_name) AND attname = wanted.column_name AND NOT attisdropped;
    IF NOT FOUND THEN
      CONTINUE WHEN NOT wanted.required;
      RAISE EXCEPTION 'table % has no column %, which the tool needs: add it and run the migration again',
        wanted.table_name, wanted.column_name;
    END IF;
    CONTINUE WHEN wanted.parent IS NULL;
    SELECT pg_temp.id_family(atttypid) INTO parent_family
      FROM pg_attribute WHERE attrelid = to_regclass(wanted.parent) AND attname = 'id' AND NOT attisdropped;
    IF found_column.family IS DISTINCT FROM parent_family THEN
      RAISE EXCEPTION '%.% is of type %, which cannot be joined with %.id: make both of one type and run the migration again',
        wanted.table_name, wanted.column_name, found_column.type_name, wanted.parent;
    END IF;
  END LOOP;
END
$$;

-- What the tool writes into a message must fit: the companion's id into sender_id, and two words into enum types.
DO $$
DECLARE
  misfit record;
BEGIN
  SELECT format_type(s.atttypid, s.atttypmod) AS type_name INTO misfit
    FROM pg_attribute s
    JOIN pg_attribute c ON c.attrelid = to_regclass('companions') AND c.attname = 'id'
   WHERE s.attrelid = to_regclass('messages') AND s.attname = 'sender_id'
     AND coalesce(pg_temp.id_family(s.atttypid), 'another') NOT IN ('text', pg_temp.id_family(c.atttypid));
  IF FOUND THEN
    RAISE EXCEPTION 'messages.sender_id is of type %, which cannot hold companions.id: make it text and run the migration again',
      misfit.type_name;
  END IF;
  SELECT w.column_name, w.word, format_type(a.atttypid, NULL) AS type_name INTO misfit
    FROM (VALUES ('sender_type', 'companion'), ('message_type', 'text')) w(column_name, word)
    JOIN pg_attribute a ON a.attrelid = to_regclass('messages') AND a.attname = w.column_name
    JOIN pg_type t ON t.oid = a.atttypid AND t.typtype = 'e'
   WHERE NOT EXISTS (SELECT FROM pg_enum e WHERE e.enumtypid = t.oid AND e.enumlabel = w.word);
  IF FOUND THEN
    RAISE EXCEPTION 'messages.% is of type %, which lacks the word % that the tool writes: add it (ALTER TYPE % ADD VALUE %) and run the migration again',
      misfit.column_name, misfit.type_name, misfit.word, misfit.type_name, quote_literal(misfit.word);
  END IF;
END
$$;

-- Columns that the tool can add itself. A constant default costs no rewrite of the table.
ALTER TABLE users ADD COLUMN IF NOT EXISTS name text;
ALTER TABLE users ADD COLUMN IF NOT EXISTS is_active boolean NOT NULL DEFAULT true;

ALTER TABLE companions ADD COLUMN IF NOT EXISTS name text;
ALTER TABLE companions ADD COLUMN IF NOT EXISTS personality text;
ALTER TABLE companions ADD COLUMN IF NOT EXISTS traits jsonb NOT NULL DEFAULT '[]';
ALTER TABLE companions ADD COLUMN IF NOT EXISTS interests jsonb NOT NULL DEFAULT '[]';
ALTER TABLE companions ADD COLUMN IF NOT EXISTS is_active boolean NOT NULL DEFAULT true;

ALTER TABLE relationship_progression ADD COLUMN IF NOT EXISTS intimacy_level integer NOT NULL DEFAULT 1;
ALTER TABLE relationship_progression ADD COLUMN IF NOT EXISTS trust_level integer NOT NULL DEFAULT 1;
ALTER TABLE relationship_progression ADD COLUMN IF NOT EXISTS last_interaction timestamptz;
ALTER TABLE relationship_progression ADD COLUMN IF NOT EXISTS created_at timestamptz DEFAULT now();
ALTER TABLE relationship_progression ADD COLUMN IF NOT EXISTS updated_at timestamptz DEFAULT now();
-- When the gate looks at this pair next (see proactive-schedule(1)); new pairs are due at once.
ALTER TABLE relationship_progression ADD COLUMN IF NOT EXISTS next_check_at timestamptz NOT NULL DEFAULT '-infinity';

ALTER TABLE conversations ADD COLUMN IF NOT EXISTS title text;
ALTER TABLE conversations ADD COLUMN IF NOT EXISTS last_message_at timestamptz;
ALTER TABLE conversations ADD COLUMN IF NOT EXISTS created_at timestamptz DEFAULT now();
ALTER TABLE conversations ADD COLUMN IF NOT EXISTS updated_at timestamptz DEFAULT now();

ALTER TABLE messages ADD COLUMN IF NOT EXISTS message_type text DEFAULT 'text';
ALTER TABLE messages ADD COLUMN IF NOT EXISTS created_at timestamptz DEFAULT now();
ALTER TABLE messages ADD COLUMN IF NOT EXISTS updated_at timestamptz DEFAULT now();
-- Filled by the tool for the messages it delivers; the host's own messages leave both empty.
ALTER TABLE messages ADD COLUMN IF NOT EXISTS user_id proactive_user_id;
ALTER TABLE messages ADD COLUMN IF NOT EXISTS engagement_id bigint;

ALTER TABLE companion_memories ADD COLUMN IF NOT EXISTS importance_score integer NOT NULL DEFAULT 5;
ALTER TABLE companion_memories ADD COLUMN IF NOT EXISTS created_at timestamptz DEFAULT now();
ALTER TABLE companion_memories ADD COLUMN IF NOT EXISTS is_active boolean NOT NULL DEFAULT true;

ALTER TABLE user_emotional_states ADD COLUMN IF NOT EXISTS intensity_score integer NOT NULL DEFAULT 5;
ALTER TABLE user_emotional_states ADD COLUMN IF NOT EXISTS created_at timestamptz DEFAULT now();

-- The tool inserts conversations and messages without naming their ids, so these need a default. last_message_id has the
-- type of messages.id.
DO $$
DECLARE
  target record;
BEGIN
  FOR target IN
    SELECT c.relname AS table_name, pg_temp.id_family(a.atttypid) AS family,
           format_type(a.atttypid, a.atttypmod) AS type_name, a.atttypmod
      FROM pg_attribute a JOIN pg_class c ON c.oid = a.attrelid
     WHERE a.attrelid IN (to_regclass('conversations'), to_regclass('messages')) AND a.attname = 'id'
       AND NOT a.atthasdef AND a.attidentity = ''
  LOOP
    IF target.family = 'uuid' THEN
      EXECUTE format('ALTER TABLE %I ALTER COLUMN id SET DEFAULT gen_random_uuid()', target.table_name);
    ELSIF target.family = 'text' AND (target.atttypmod < 0 OR target.atttypmod - 4 >= 36) THEN
      EXECUTE format('ALTER TABLE %I ALTER COLUMN id SET DEFAULT gen_random_uuid()::text', target.table_name);
    ELSE
      RAISE EXCEPTION '%.id (%) has no default, so the tool cannot insert rows: give it one (an identity, a sequence or gen_random_uuid()) and run the migration again',
        target.table_name, target.type_name;
    END IF;
  END LOOP;
  EXECUTE 'ALTER TABLE conversations ADD COLUMN IF NOT EXISTS last_message_id ' ||
    (SELECT format_type(atttypid, atttypmod) FROM pg_attribute WHERE attrelid = to_regclass('messages') AND attname = 'id');
END
$$;

-- Indexes, where no index with these leading columns exists yet.
CREATE FUNCTION pg_temp.ensure_index(index_name text, table_name text, columns text[], directions text[]) RETURNS void
LANGUAGE plpgsql AS $$
BEGIN
  PERFORM FROM pg_index i JOIN pg_class c ON c.oid = i.indexrelid JOIN pg_am m ON m.oid = c.relam
    WHERE i.indrelid = to_regclass(table_name) AND m.amname = 'btree' AND i.indpred IS NULL AND i.indisvalid
      AND (pg_temp.key_columns(i.indexrelid))[1:cardinality(columns)] = columns;
  IF NOT FOUND THEN
    EXECUTE format('CREATE INDEX %I ON %I (%s)', index_name, table_name,
      (SELECT string_agg(format('%I %s', column_name, direction), ', ' ORDER BY n)
         FROM unnest(columns, directions) WITH ORDINALITY c(column_name, direction, n)));
  END IF;
END
$$;

DO $$
BEGIN
  PERFORM pg_temp.ensure_index('proactive_relationships_due', 'relationship_progression',
    '{next_check_at,user_id,companion_id}', '{ASC,ASC,ASC}');
  PERFORM pg_temp.ensure_index('proactive_relationships_pair', 'relationship_progression', '{user_id,companion_id}', '{ASC,ASC}');
  PERFORM pg_temp.ensure_index('proactive_conversations_pair', 'conversations', '{user_id,companion_id}', '{ASC,ASC}');
  PERFORM pg_temp.ensure_index('proactive_memories_pair', 'companion_memories',
    '{user_id,companion_id,importance_score,created_at}', '{ASC,ASC,DESC,DESC}');
  PERFORM pg_temp.ensure_index('proactive_moods_pair', 'user_emotional_states',
    '{user_id,companion_id,created_at}', '{ASC,ASC,DESC}');
END
$$;

-- One message per engagement: the database itself refuses a second delivery.
CREATE UNIQUE INDEX proactive_messages_engagement ON messages (user_id, engagement_id) WHERE engagement_id IS NOT NULL;
