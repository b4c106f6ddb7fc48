-- An app with names in camelCase whose messages name user and character themselves; logins live elsewhere.
-- expect: TODO: see that in ChatMessage.role 'human' is a user and 'ai' a companion (it has: human, ai, tool).
-- expect: TODO: ChatMessage.mark must not be empty and has no default: say what the app writes there (a random one is a guess).
-- expect: TODO: Character.inCatalog is a flag: say whether such a companion may write (companion_active).
-- expect: TODO: no table of users was found
-- expect: CREATE INDEX CONCURRENTLY ON public."ChatMessage" ("userId", "characterId", "sentAt");
CREATE TYPE "Side" AS ENUM ('human', 'ai', 'tool');
CREATE TABLE "Character" ("id" uuid PRIMARY KEY, "name" varchar(40) NOT NULL, "persona" text, "likes" text[] NOT NULL DEFAULT '{}',
  "inCatalog" boolean NOT NULL DEFAULT false, "deletedAt" timestamp(3));
CREATE TABLE "ChatMessage" ("id" bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY, "userId" text NOT NULL,
  "characterId" uuid NOT NULL REFERENCES "Character" ON DELETE CASCADE, "role" "Side" NOT NULL, "text" text NOT NULL,
  "mark" uuid NOT NULL, "sentAt" timestamp(3) NOT NULL DEFAULT CURRENT_TIMESTAMP);
INSERT INTO "Character" VALUES ('c0000000-0000-4000-8000-000000000001', 'Io', 'Dry', '{stars}', false, NULL);
INSERT INTO "ChatMessage" ("userId", "characterId", "role", "text", "mark", "sentAt")
SELECT 'login|' || n, 'c0000000-0000-4000-8000-000000000001', s::"Side", 'Hi', gen_random_uuid(), now() AT TIME ZONE 'UTC' - interval '2 days'
  FROM generate_series(1, 4) n, unnest(ARRAY['human', 'ai']) s;
