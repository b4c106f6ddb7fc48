-- A host with little more than the tool needs: no is_active, traits or updated_at, and no index but the primary keys.
CREATE TABLE users (id serial PRIMARY KEY, name text);
CREATE TABLE companions (id text PRIMARY KEY, name text NOT NULL);
CREATE TABLE relationship_progression (
  id serial PRIMARY KEY, user_id integer NOT NULL, companion_id text NOT NULL, relationship_stage text NOT NULL,
  intimacy_level integer NOT NULL DEFAULT 1, trust_level integer NOT NULL DEFAULT 1, last_interaction timestamptz);
CREATE TABLE conversations (
  id serial PRIMARY KEY, user_id integer NOT NULL, companion_id text NOT NULL, created_at timestamptz DEFAULT now());
CREATE TABLE messages (
  id serial PRIMARY KEY, conversation_id integer NOT NULL, sender_type text NOT NULL, sender_id text NOT NULL, content text NOT NULL,
  created_at timestamptz DEFAULT now());
CREATE TABLE companion_memories (
  id serial PRIMARY KEY, companion_id text NOT NULL, user_id integer NOT NULL, content text NOT NULL,
  is_active smallint NOT NULL DEFAULT 1);
CREATE TABLE user_emotional_states (
  id serial PRIMARY KEY, user_id integer NOT NULL, companion_id text NOT NULL, emotional_state text NOT NULL);

INSERT INTO users (name) VALUES ('Ilse'), ('Dario');
INSERT INTO companions VALUES ('luna', 'Luna'), ('max-2', 'Max');
INSERT INTO relationship_progression
  (user_id, companion_id, relationship_stage, intimacy_level, trust_level, last_interaction) VALUES
  (1, 'luna', 'friend', 4, 4, now() - interval '2 days'), (1, 'max-2', 'acquaintance', 1, 1, now() - interval '5 days'),
  (2, 'max-2', 'partner', 9, 8, now() - interval '27 hours');
INSERT INTO conversations (user_id, companion_id, created_at) VALUES
  (1, 'luna', now() - interval '2 days'), (1, 'luna', now() - interval '30 days');
INSERT INTO messages (conversation_id, sender_type, sender_id, content, created_at) VALUES
  (1, 'user', '1', 'See you', now() - interval '2 days'), (2, 'companion', 'luna', 'Hello there', now() - interval '30 days');
INSERT INTO companion_memories (companion_id, user_id, content, is_active) VALUES
  ('luna', 1, 'collects postcards', 1), ('max-2', 2, 'moved to another town', 0);
INSERT INTO user_emotional_states (user_id, companion_id, emotional_state) VALUES (1, 'luna', 'happy'), (2, 'max-2', 'sad');

CREATE FUNCTION host_inserts() RETURNS void LANGUAGE sql AS $$
  INSERT INTO users (name) VALUES ('Petra');
  INSERT INTO companions VALUES ('orla', 'Orla');
  INSERT INTO relationship_progression (user_id, companion_id, relationship_stage, last_interaction) VALUES (3, 'orla', 'stranger', now());
  INSERT INTO conversations (user_id, companion_id) VALUES (3, 'orla');
  INSERT INTO messages (conversation_id, sender_type, sender_id, content) SELECT max(id), 'user', '3', 'Hi' FROM conversations;
  INSERT INTO companion_memories (companion_id, user_id, content) VALUES ('orla', 3, 'likes snow');
  INSERT INTO user_emotional_states (user_id, companion_id, emotional_state) VALUES (3, 'orla', 'calm');
$$;
