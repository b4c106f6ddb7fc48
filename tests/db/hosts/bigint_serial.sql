-- A host with bigint ids from sequences and identities, columns of its own that are never empty, and times without a zone.
CREATE TABLE tenants (id integer PRIMARY KEY, name text NOT NULL);
INSERT INTO tenants VALUES (1, 'default');

CREATE TABLE users (
  id bigserial PRIMARY KEY, tenant_id integer NOT NULL DEFAULT 1 REFERENCES tenants, email varchar(255) NOT NULL UNIQUE,
  password_hash varchar(255) NOT NULL DEFAULT '!', name varchar(100), role varchar(20) NOT NULL DEFAULT 'user',
  locale varchar(10) NOT NULL DEFAULT 'en', is_active boolean NOT NULL DEFAULT true, last_login timestamp,
  created_at timestamp NOT NULL DEFAULT localtimestamp, updated_at timestamp NOT NULL DEFAULT localtimestamp);
CREATE TABLE companions (
  id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY, tenant_id integer NOT NULL DEFAULT 1 REFERENCES tenants,
  name varchar(100) NOT NULL, personality text, traits text, interests text, avatar_url text NOT NULL DEFAULT '/avatars/none.png',
  is_active boolean, created_at timestamp NOT NULL DEFAULT localtimestamp);
CREATE TABLE relationship_progression (
  id bigserial PRIMARY KEY,
  user_id bigint NOT NULL REFERENCES users (id) ON DELETE CASCADE,
  companion_id bigint NOT NULL REFERENCES companions (id) ON DELETE CASCADE,
  relationship_stage varchar(20) NOT NULL DEFAULT 'stranger',
  intimacy_level numeric(3, 1) NOT NULL DEFAULT 1, trust_level numeric(3, 1) NOT NULL DEFAULT 1,
  streak_days integer NOT NULL DEFAULT 0, last_interaction timestamp, conversation_count integer NOT NULL DEFAULT 0,
  created_at timestamp NOT NULL DEFAULT localtimestamp, updated_at timestamp NOT NULL DEFAULT localtimestamp,
  CONSTRAINT one_relationship UNIQUE (companion_id, user_id));
CREATE TABLE conversations (
  id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  user_id bigint NOT NULL REFERENCES users (id) ON DELETE CASCADE,
  companion_id bigint NOT NULL REFERENCES companions (id) ON DELETE CASCADE,
  title varchar(200), archived boolean NOT NULL DEFAULT false, last_message_id bigint, last_message_at timestamp,
  created_at timestamp NOT NULL DEFAULT localtimestamp, updated_at timestamp NOT NULL DEFAULT localtimestamp);
CREATE SEQUENCE message_numbers START 1000;
CREATE TABLE messages (
  id bigint PRIMARY KEY DEFAULT nextval('message_numbers'),
  conversation_id bigint NOT NULL REFERENCES conversations (id) ON DELETE CASCADE,
  sender_type varchar(20) NOT NULL CHECK (sender_type IN ('user', 'companion')), sender_id bigint NOT NULL, content text NOT NULL,
  message_type varchar(20) NOT NULL DEFAULT 'text', metadata jsonb NOT NULL DEFAULT '{}', moderation_score real NOT NULL DEFAULT 0,
  is_read boolean NOT NULL DEFAULT false, read_at timestamp, created_at timestamp NOT NULL DEFAULT localtimestamp);
CREATE INDEX messages_by_conversation ON messages (conversation_id, id);
CREATE TABLE companion_memories (
  id bigserial PRIMARY KEY,
  companion_id bigint NOT NULL REFERENCES companions (id) ON DELETE CASCADE,
  user_id bigint NOT NULL REFERENCES users (id) ON DELETE CASCADE,
  memory_type varchar(20) NOT NULL DEFAULT 'fact', content text NOT NULL, importance_score real NOT NULL DEFAULT 5,
  access_count integer NOT NULL DEFAULT 0, is_active boolean NOT NULL DEFAULT true,
  created_at timestamp NOT NULL DEFAULT localtimestamp, last_accessed timestamp);
CREATE TABLE user_emotional_states (
  id bigserial PRIMARY KEY,
  user_id bigint NOT NULL REFERENCES users (id) ON DELETE CASCADE,
  companion_id bigint NOT NULL REFERENCES companions (id) ON DELETE CASCADE,
  conversation_id bigint, emotional_state varchar(20) NOT NULL, intensity_score integer NOT NULL DEFAULT 5,
  created_at timestamp NOT NULL DEFAULT localtimestamp);

INSERT INTO users (email, name, locale) VALUES
  ('olek@example.org', 'Olek', 'pl'), ('greta@example.org', 'Greta', 'de'), ('sam@example.org', NULL, 'en'),
  ('lin@example.org', 'Lin', 'en');
INSERT INTO companions (name, personality, traits, interests, is_active) VALUES
  ('Nova', 'Bright', 'kind, funny', 'chess, hiking', true), ('Otto', 'Grumpy but fair', '', NULL, true),
  ('Vera', 'Retired', NULL, NULL, NULL);
INSERT INTO relationship_progression (user_id, companion_id, relationship_stage, intimacy_level, trust_level, last_interaction)
VALUES
  (1, 1, 'intimate', 8.5, 9, localtimestamp - interval '4 days'), (1, 2, 'acquaintance', 2, 2, localtimestamp - interval '9 days'),
  (2, 2, 'friend', 4, 5.5, localtimestamp - interval '30 hours'), (3, 1, 'friend', 5, 5, localtimestamp - interval '2 days'),
  (4, 3, 'partner', 9, 9, localtimestamp - interval '5 days');
INSERT INTO conversations (user_id, companion_id, title, created_at, updated_at) VALUES
  (1, 1, 'Chess, part two', localtimestamp - interval '5 days', localtimestamp - interval '5 days'),
  (1, 1, 'Chess', localtimestamp - interval '60 days', localtimestamp - interval '4 days'),
  (2, 2, NULL, localtimestamp - interval '20 days', localtimestamp - interval '20 days');
INSERT INTO messages (conversation_id, sender_type, sender_id, content, created_at)
SELECT v.id, 'user', v.user_id, 'Your move', v.created_at FROM conversations v
UNION ALL
SELECT v.id, 'companion', v.companion_id, 'Knight to f3', v.created_at + interval '1 minute' FROM conversations v;
INSERT INTO companion_memories (companion_id, user_id, content, importance_score) VALUES
  (1, 1, 'learned chess from an uncle', 7.5), (1, 1, 'dislikes cold coffee', 2), (2, 2, 'repairs radios', 6);
INSERT INTO user_emotional_states (user_id, companion_id, emotional_state, intensity_score) VALUES
  (1, 1, 'confident', 7), (2, 2, 'worried', 4);

CREATE FUNCTION host_inserts() RETURNS void LANGUAGE plpgsql AS $$
DECLARE
  new_user bigint;
  new_companion bigint;
  new_conversation bigint;
BEGIN
  INSERT INTO users (email, password_hash, name) VALUES ('kai@example.org', 'x', 'Kai') RETURNING id INTO new_user;
  INSERT INTO companions (name, personality, traits) VALUES ('Pip', 'Quick', 'loud') RETURNING id INTO new_companion;
  INSERT INTO relationship_progression (user_id, companion_id, last_interaction) VALUES (new_user, new_companion, localtimestamp);
  INSERT INTO conversations (user_id, companion_id) VALUES (new_user, new_companion) RETURNING id INTO new_conversation;
  INSERT INTO messages (conversation_id, sender_type, sender_id, content, moderation_score)
    VALUES (new_conversation, 'user', new_user, 'Hello Pip', 0.1);
  INSERT INTO companion_memories (companion_id, user_id, memory_type, content, importance_score)
    VALUES (new_companion, new_user, 'preference', 'likes rain', 4);
  INSERT INTO user_emotional_states (user_id, companion_id, conversation_id, emotional_state)
    VALUES (new_user, new_companion, new_conversation, 'calm');
END
$$;
