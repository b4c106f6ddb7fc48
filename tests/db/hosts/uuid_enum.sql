-- A host whose ids are uuids made by the database, with enum types wherever a column has a list of words.
CREATE TYPE user_role AS ENUM ('user', 'premium', 'admin');
CREATE TYPE relationship_stage AS ENUM ('stranger', 'acquaintance', 'friend', 'close_friend', 'intimate', 'partner');
CREATE TYPE sender_type AS ENUM ('user', 'companion');
CREATE TYPE message_type AS ENUM ('text', 'image', 'audio', 'video', 'system');
CREATE TYPE memory_type AS ENUM ('fact', 'preference', 'experience', 'emotion', 'goal', 'fear', 'dream');
CREATE TYPE mood AS ENUM
  ('happy', 'sad', 'excited', 'anxious', 'calm', 'frustrated', 'curious', 'lonely', 'confident', 'worried');

CREATE TABLE users (
  id uuid PRIMARY KEY DEFAULT gen_random_uuid(), email text NOT NULL UNIQUE, name text NOT NULL,
  role user_role NOT NULL DEFAULT 'user', is_active boolean NOT NULL DEFAULT true, last_login timestamptz,
  created_at timestamptz NOT NULL DEFAULT now(), updated_at timestamptz NOT NULL DEFAULT now());
CREATE TABLE companions (
  id uuid PRIMARY KEY DEFAULT gen_random_uuid(), name text NOT NULL, age integer, personality text,
  traits jsonb NOT NULL DEFAULT '[]', interests text[] NOT NULL DEFAULT '{}',
  created_at timestamptz NOT NULL DEFAULT now(), updated_at timestamptz NOT NULL DEFAULT now());
CREATE TABLE relationship_progression (
  id uuid PRIMARY KEY DEFAULT gen_random_uuid(),
  user_id uuid NOT NULL REFERENCES users ON DELETE CASCADE, companion_id uuid NOT NULL REFERENCES companions ON DELETE CASCADE,
  relationship_stage relationship_stage NOT NULL DEFAULT 'stranger',
  intimacy_level smallint NOT NULL DEFAULT 1 CHECK (intimacy_level BETWEEN 1 AND 10),
  trust_level smallint NOT NULL DEFAULT 1 CHECK (trust_level BETWEEN 1 AND 10),
  last_interaction timestamptz, created_at timestamptz NOT NULL DEFAULT now(), updated_at timestamptz NOT NULL DEFAULT now(),
  UNIQUE (user_id, companion_id));
CREATE TABLE conversations (
  id uuid PRIMARY KEY DEFAULT gen_random_uuid(),
  user_id uuid NOT NULL REFERENCES users ON DELETE CASCADE, companion_id uuid NOT NULL REFERENCES companions ON DELETE CASCADE,
  title text, last_message_id uuid, last_message_at timestamptz, is_active boolean NOT NULL DEFAULT true,
  created_at timestamptz NOT NULL DEFAULT now(), updated_at timestamptz NOT NULL DEFAULT now());
CREATE TABLE messages (
  id uuid PRIMARY KEY DEFAULT gen_random_uuid(), conversation_id uuid NOT NULL REFERENCES conversations ON DELETE CASCADE,
  sender_type sender_type NOT NULL, sender_id uuid NOT NULL, content text NOT NULL,
  message_type message_type NOT NULL DEFAULT 'text', metadata jsonb, is_read boolean NOT NULL DEFAULT false,
  created_at timestamptz NOT NULL DEFAULT now(), updated_at timestamptz NOT NULL DEFAULT now());
ALTER TABLE conversations ADD FOREIGN KEY (last_message_id) REFERENCES messages ON DELETE SET NULL;
CREATE TABLE companion_memories (
  id uuid PRIMARY KEY DEFAULT gen_random_uuid(),
  companion_id uuid NOT NULL REFERENCES companions ON DELETE CASCADE, user_id uuid NOT NULL REFERENCES users ON DELETE CASCADE,
  memory_type memory_type NOT NULL, content text NOT NULL, importance_score smallint NOT NULL DEFAULT 5,
  is_active boolean NOT NULL DEFAULT true, created_at timestamptz NOT NULL DEFAULT now());
CREATE INDEX memories_by_user ON companion_memories (user_id, companion_id);
CREATE TABLE user_emotional_states (
  id uuid PRIMARY KEY DEFAULT gen_random_uuid(),
  user_id uuid NOT NULL REFERENCES users ON DELETE CASCADE, companion_id uuid NOT NULL REFERENCES companions ON DELETE CASCADE,
  conversation_id uuid REFERENCES conversations ON DELETE SET NULL, emotional_state mood NOT NULL,
  intensity_score smallint NOT NULL DEFAULT 5, created_at timestamptz NOT NULL DEFAULT now());

INSERT INTO users (id, email, name, role) VALUES
  ('a0000000-0000-4000-8000-000000000001', 'mira@example.org', 'Mira', 'premium'),
  ('a0000000-0000-4000-8000-000000000002', 'jonas@example.org', 'Jonas', 'user'),
  ('a0000000-0000-4000-8000-000000000003', 'ana@example.org', 'Ana', 'admin');
INSERT INTO companions (id, name, personality, traits, interests) VALUES
  ('c0000000-0000-4000-8000-000000000001', 'Luna', 'Calm and curious', '["kind", "patient"]', '{stars,tea}'),
  ('c0000000-0000-4000-8000-000000000002', 'Rex', NULL, '[]', '{}');
INSERT INTO relationship_progression (user_id, companion_id, relationship_stage, intimacy_level, trust_level, last_interaction)
SELECT u.id, c.id, r.stage::relationship_stage, r.intimacy, r.trust, now() - r.silent
  FROM (VALUES ('Mira', 'Luna', 'partner', 9, 9, interval '3 days'), ('Mira', 'Rex', 'stranger', 1, 1, interval '9 days'),
               ('Jonas', 'Luna', 'close_friend', 6, 7, interval '2 days'), ('Ana', 'Rex', 'friend', 5, 5, interval '1 hour'))
       r(user_name, companion_name, stage, intimacy, trust, silent)
  JOIN users u ON u.name = r.user_name JOIN companions c ON c.name = r.companion_name;

-- The newest conversation of Mira and Luna is the one with the lower id.
INSERT INTO conversations (id, user_id, companion_id, title, created_at) VALUES
  ('e0000000-0000-4000-8000-000000000002', 'a0000000-0000-4000-8000-000000000001', 'c0000000-0000-4000-8000-000000000001',
   'Moonlight', now() - interval '90 days'),
  ('e0000000-0000-4000-8000-000000000001', 'a0000000-0000-4000-8000-000000000001', 'c0000000-0000-4000-8000-000000000001',
   'Moonlight again', now() - interval '10 days');
INSERT INTO messages (conversation_id, sender_type, sender_id, content, created_at)
SELECT v.id, 'user', v.user_id, 'Good night, Luna', v.created_at + interval '1 hour' FROM conversations v;
UPDATE conversations v SET last_message_id = m.id, last_message_at = m.created_at FROM messages m WHERE m.conversation_id = v.id;
INSERT INTO companion_memories (companion_id, user_id, memory_type, content, importance_score)
SELECT companion_id, user_id, 'goal', 'wants to see the northern lights', 8 FROM relationship_progression;
INSERT INTO user_emotional_states (user_id, companion_id, emotional_state, intensity_score)
SELECT user_id, companion_id, 'curious', 6 FROM relationship_progression;

CREATE FUNCTION host_inserts() RETURNS void LANGUAGE plpgsql AS $$
DECLARE
  new_user uuid;
  new_companion uuid;
  new_conversation uuid;
BEGIN
  INSERT INTO users (email, name, role) VALUES ('noor@example.org', 'Noor', 'premium') RETURNING id INTO new_user;
  INSERT INTO companions (name, personality, traits, interests) VALUES ('Ivo', 'Dry', '["witty"]', '{maps}')
    RETURNING id INTO new_companion;
  INSERT INTO relationship_progression (user_id, companion_id, relationship_stage, last_interaction)
    VALUES (new_user, new_companion, 'acquaintance', now());
  INSERT INTO conversations (user_id, companion_id, title) VALUES (new_user, new_companion, 'Hello')
    RETURNING id INTO new_conversation;
  INSERT INTO messages (conversation_id, sender_type, sender_id, content) VALUES (new_conversation, 'user', new_user, 'Hi Ivo');
  INSERT INTO companion_memories (companion_id, user_id, memory_type, content) VALUES (new_companion, new_user, 'fact', 'has a cat');
  INSERT INTO user_emotional_states (user_id, companion_id, conversation_id, emotional_state)
    VALUES (new_user, new_companion, new_conversation, 'happy');
END
$$;
