-- A host that came from MySQL: ids are made by the app, flags are smallint, lists are json, times are written by the app.
CREATE TABLE users (
  id varchar(36) PRIMARY KEY, email varchar(255) NOT NULL, name varchar(255), role varchar(16) NOT NULL DEFAULT 'user',
  is_active smallint NOT NULL DEFAULT 1, last_login timestamptz, created_at timestamptz NOT NULL, updated_at timestamptz NOT NULL);
CREATE TABLE companions (
  id integer PRIMARY KEY, name varchar(255) NOT NULL, age integer, gender varchar(50), country varchar(100), personality text,
  traits json, interests json, backstory text, conversation_style text,
  created_at timestamptz NOT NULL, updated_at timestamptz NOT NULL);
CREATE TABLE relationship_progression (
  id varchar(36) PRIMARY KEY, user_id varchar(36) NOT NULL REFERENCES users, companion_id integer NOT NULL REFERENCES companions,
  relationship_stage varchar(32) NOT NULL
    CHECK (relationship_stage IN ('stranger', 'acquaintance', 'friend', 'close_friend', 'intimate', 'partner')),
  intimacy_level integer, trust_level integer, shared_experiences_count integer DEFAULT 0, last_interaction timestamptz,
  total_interaction_time integer DEFAULT 0, created_at timestamptz, updated_at timestamptz, UNIQUE (user_id, companion_id));
CREATE TABLE conversations (
  id varchar(36) PRIMARY KEY, user_id varchar(36) NOT NULL REFERENCES users, companion_id integer NOT NULL REFERENCES companions,
  title varchar(255), last_message_id varchar(36), last_message_at timestamptz, is_active smallint NOT NULL DEFAULT 1,
  created_at timestamptz, updated_at timestamptz);
CREATE TABLE messages (
  id varchar(36) PRIMARY KEY, conversation_id varchar(36) NOT NULL REFERENCES conversations,
  sender_type varchar(16) NOT NULL CHECK (sender_type IN ('user', 'companion')), sender_id varchar(36) NOT NULL,
  content text NOT NULL, message_type varchar(16) NOT NULL DEFAULT 'text', metadata json,
  is_read smallint NOT NULL DEFAULT 0, read_at timestamptz, created_at timestamptz, updated_at timestamptz);
CREATE TABLE companion_memories (
  id varchar(36) PRIMARY KEY, companion_id integer NOT NULL REFERENCES companions, user_id varchar(36) NOT NULL REFERENCES users,
  memory_type varchar(16) NOT NULL, content text NOT NULL, importance_score integer, emotional_context json,
  created_at timestamptz, last_accessed timestamptz, access_count integer DEFAULT 0, is_active smallint NOT NULL DEFAULT 1);
CREATE TABLE user_emotional_states (
  id varchar(36) PRIMARY KEY, user_id varchar(36) NOT NULL REFERENCES users, companion_id integer NOT NULL REFERENCES companions,
  conversation_id varchar(36), emotional_state varchar(16) NOT NULL, intensity_score integer, context text,
  detected_from_message text, created_at timestamptz);

INSERT INTO users VALUES
  ('0b6f1c1e-7a52-4f0e-9d55-0a3f0c6b1a01', 'tove@example.org', 'Tove', 'premium', 1, NULL, now(), now()),
  ('0b6f1c1e-7a52-4f0e-9d55-0a3f0c6b1a02', 'bruno@example.org', 'Bruno', 'user', 0, NULL, now(), now()),
  ('google-117', 'rosa@example.org', 'Rosa', 'user', 1, now() - interval '1 day', now(), now());
INSERT INTO companions (id, name, personality, traits, interests, created_at, updated_at) VALUES
  (7, 'Selma', 'Warm', '["honest",  "brave"]', '["sailing", "jazz"]', now(), now()),
  (12, 'Milo', 'Quiet', NULL, '{"first": "books"}', now(), now()),
  (15, 'Zoë', NULL, '[]', '[]', now(), now());
INSERT INTO relationship_progression
  (id, user_id, companion_id, relationship_stage, intimacy_level, trust_level, last_interaction, created_at, updated_at) VALUES
  ('r1', '0b6f1c1e-7a52-4f0e-9d55-0a3f0c6b1a01', 7, 'close_friend', 7, 8, now() - interval '6 days', now(), now()),
  ('r2', '0b6f1c1e-7a52-4f0e-9d55-0a3f0c6b1a01', 12, 'acquaintance', NULL, NULL, NULL, now(), now()),
  ('r3', '0b6f1c1e-7a52-4f0e-9d55-0a3f0c6b1a02', 7, 'friend', 5, 5, now() - interval '3 days', now(), now()),
  ('r4', 'google-117', 15, 'friend', 4, 4, now() - interval '26 hours', NULL, NULL);
INSERT INTO conversations (id, user_id, companion_id, title, created_at, updated_at) VALUES
  ('9-older', '0b6f1c1e-7a52-4f0e-9d55-0a3f0c6b1a01', 7, 'Boats', now() - interval '70 days', now() - interval '6 days'),
  ('1-newer', '0b6f1c1e-7a52-4f0e-9d55-0a3f0c6b1a01', 7, 'More boats', now() - interval '8 days', now() - interval '8 days'),
  ('5-bruno', '0b6f1c1e-7a52-4f0e-9d55-0a3f0c6b1a02', 7, NULL, now() - interval '9 days', NULL);
INSERT INTO messages (id, conversation_id, sender_type, sender_id, content, metadata, created_at, updated_at) VALUES
  ('m1', '9-older', 'user', '0b6f1c1e-7a52-4f0e-9d55-0a3f0c6b1a01', 'The boat is blue', '{"a":  1}', now() - interval '70 days', NULL),
  ('m2', '1-newer', 'companion', '7', 'Is it still blue?', NULL, now() - interval '8 days', now() - interval '8 days'),
  ('m3', '5-bruno', 'user', '0b6f1c1e-7a52-4f0e-9d55-0a3f0c6b1a02', 'Good-bye', NULL, now() - interval '3 days', NULL);
INSERT INTO companion_memories (id, companion_id, user_id, memory_type, content, importance_score, is_active, created_at) VALUES
  ('k1', 7, '0b6f1c1e-7a52-4f0e-9d55-0a3f0c6b1a01', 'experience', 'painted a boat blue', 9, 1, now() - interval '70 days'),
  ('k2', 7, '0b6f1c1e-7a52-4f0e-9d55-0a3f0c6b1a01', 'fact', 'sold the boat', 10, 0, now() - interval '69 days'),
  ('k3', 15, 'google-117', 'preference', 'prefers trains', NULL, 1, NULL);
INSERT INTO user_emotional_states (id, user_id, companion_id, emotional_state, intensity_score, created_at) VALUES
  ('s1', '0b6f1c1e-7a52-4f0e-9d55-0a3f0c6b1a01', 7, 'lonely', 6, now() - interval '6 days'),
  ('s2', 'google-117', 15, 'excited', NULL, NULL);

CREATE FUNCTION host_inserts() RETURNS void LANGUAGE sql AS $$
  INSERT INTO users (id, email, name, is_active, created_at, updated_at)
    VALUES ('0b6f1c1e-7a52-4f0e-9d55-0a3f0c6b1a99', 'pavel@example.org', 'Pavel', 1, now(), now());
  INSERT INTO companions (id, name, traits, created_at, updated_at) VALUES (16, 'Ines', '["shy"]', now(), now());
  INSERT INTO relationship_progression (id, user_id, companion_id, relationship_stage, last_interaction, created_at, updated_at)
    VALUES ('r99', '0b6f1c1e-7a52-4f0e-9d55-0a3f0c6b1a99', 16, 'stranger', now(), now(), now());
  INSERT INTO conversations (id, user_id, companion_id, title, created_at, updated_at)
    VALUES ('c99', '0b6f1c1e-7a52-4f0e-9d55-0a3f0c6b1a99', 16, 'New', now(), now());
  INSERT INTO messages (id, conversation_id, sender_type, sender_id, content, created_at, updated_at)
    VALUES ('m99', 'c99', 'user', '0b6f1c1e-7a52-4f0e-9d55-0a3f0c6b1a99', 'Hello', now(), now());
  INSERT INTO companion_memories (id, companion_id, user_id, memory_type, content, importance_score, created_at)
    VALUES ('k99', 16, '0b6f1c1e-7a52-4f0e-9d55-0a3f0c6b1a99', 'fact', 'is new here', 5, now());
  INSERT INTO user_emotional_states (id, user_id, companion_id, emotional_state, intensity_score, created_at)
    VALUES ('s99', '0b6f1c1e-7a52-4f0e-9d55-0a3f0c6b1a99', 16, 'calm', 3, now());
$$;
