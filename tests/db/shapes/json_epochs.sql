-- Texts inside JSON documents, times as numbers, ids that the app makes, topics within a chat, companions of one user each.
-- expect: TODO: messages.created_at is a number: see that it counts milliseconds since 1970.
-- expect: TODO: messages.content is a JSON document: build it as the app does (here: a plain text).
-- expect: TODO: messages.topic_id is that of the newest message there: see that the app would choose alike.
-- expect: TODO: see that in messages.role 'user' is a user and 'assistant' a companion
-- expect: TODO: the app makes messages.id itself, 14 characters from 'm-' on: see that these will do.
-- expect: JOIN public.assistants c ON c.id = d.companion_id AND c.user_id = d.user_id
CREATE TABLE users (id text PRIMARY KEY, username text);
CREATE TABLE assistants (user_id text NOT NULL REFERENCES users, id text NOT NULL, name text NOT NULL, PRIMARY KEY (user_id, id));
CREATE TABLE chats (user_id text NOT NULL REFERENCES users, id text NOT NULL DEFAULT gen_random_uuid(), assistant_id text NOT NULL,
  PRIMARY KEY (user_id, id), FOREIGN KEY (user_id, assistant_id) REFERENCES assistants);
CREATE TABLE topics (user_id text NOT NULL, id text NOT NULL, chat_id text NOT NULL, PRIMARY KEY (user_id, id),
  FOREIGN KEY (user_id, chat_id) REFERENCES chats (user_id, id));
CREATE TABLE messages (id text PRIMARY KEY, user_id text NOT NULL, chat_id text NOT NULL, topic_id text, role text NOT NULL, content jsonb NOT NULL,
  created_at bigint NOT NULL, FOREIGN KEY (user_id, chat_id) REFERENCES chats (user_id, id), FOREIGN KEY (user_id, topic_id) REFERENCES topics (user_id, id));

INSERT INTO users SELECT 'u' || n, 'user' || n FROM generate_series(1, 3) n;
INSERT INTO assistants SELECT id, 'default', 'Helper' FROM users;
INSERT INTO chats (user_id, id, assistant_id) SELECT id, 'first', 'default' FROM users;
INSERT INTO topics SELECT id, 't', 'first' FROM users;
INSERT INTO messages (id, user_id, chat_id, topic_id, role, content, created_at)
SELECT 'm-' || left(md5(u.id || r || n), 12), u.id, 'first', 't', r, '"Hi"', (extract(epoch FROM now() - interval '2 days') * 1000)::bigint
  FROM users u, unnest(ARRAY['user', 'assistant', 'tool']) r, generate_series(1, 3) n;
ANALYZE users, assistants, chats, topics, messages;
