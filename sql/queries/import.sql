-- What an app that is elsewhere tells of its users, into the tables of sql/adapters/imported-tables.sql. $1 throughout: an array of
-- objects whose keys are columns, each with another key of the table. What a line does not name stays as it is.

-- name: has_imported_tables
SELECT to_regclass('imported.pairs') IS NOT NULL AS has_tables

-- name: insert_users
INSERT INTO imported.users
SELECT r.*
  FROM jsonb_array_elements($1::jsonb) said(line)
 CROSS JOIN LATERAL jsonb_populate_record(NULL::imported.users, said.line || jsonb_build_object('noted_at', now())) r
    ON CONFLICT DO NOTHING
RETURNING id

-- A row that is changed meanwhile is read anew, so that two imports do not undo each other's columns.
-- name: update_users
UPDATE imported.users u
   SET (name, active, opted_out, opted_in, language, timezone, quiet_hours, frequency, max_per_day, max_per_week, min_gap_hours, minor,
        birthdate, jurisdiction, in_crisis, mood, mood_intensity, mood_at, noted_at)
     = (SELECT r.name, r.active, r.opted_out, r.opted_in, r.language, r.timezone, r.quiet_hours, r.frequency, r.max_per_day,
               r.max_per_week, r.min_gap_hours, r.minor, r.birthdate, r.jurisdiction, r.in_crisis, r.mood, r.mood_intensity, r.mood_at,
               now()
          FROM jsonb_populate_record(u, said.line) r)
  FROM jsonb_array_elements($1::jsonb) said(line)
 WHERE u.id = said.line ->> 'id' AND jsonb_populate_record(u, said.line) IS DISTINCT FROM u
RETURNING u.id

-- The tool's own is forgotten with them.
-- name: delete_users
WITH gone AS (
  DELETE FROM imported.users u USING jsonb_array_elements($1::jsonb) said(line) WHERE u.id = said.line ->> 'id' RETURNING u.id
)
SELECT g.id, forget(g.id) FROM gone g

-- name: insert_companions
INSERT INTO imported.companions
SELECT r.*
  FROM jsonb_array_elements($1::jsonb) said(line)
 CROSS JOIN LATERAL jsonb_populate_record(NULL::imported.companions, said.line || jsonb_build_object('noted_at', now())) r
    ON CONFLICT DO NOTHING
RETURNING id

-- name: update_companions
UPDATE imported.companions c
   SET (name, active, personality, style, backstory, traits, interests, noted_at)
     = (SELECT r.name, r.active, r.personality, r.style, r.backstory, r.traits, r.interests, now()
          FROM jsonb_populate_record(c, said.line) r)
  FROM jsonb_array_elements($1::jsonb) said(line)
 WHERE c.id = said.line ->> 'id' AND jsonb_populate_record(c, said.line) IS DISTINCT FROM c
RETURNING c.id

-- name: delete_companions
DELETE FROM imported.companions c USING jsonb_array_elements($1::jsonb) said(line) WHERE c.id = said.line ->> 'id' RETURNING c.id

-- name: insert_pairs
INSERT INTO imported.pairs
SELECT r.*
  FROM jsonb_array_elements($1::jsonb) said(line)
 CROSS JOIN LATERAL jsonb_populate_record(NULL::imported.pairs, said.line || jsonb_build_object('noted_at', now())) r
 WHERE EXISTS (SELECT FROM imported.users u WHERE u.id = r.user_id)
   AND EXISTS (SELECT FROM imported.companions c WHERE c.id = r.companion_id)
    ON CONFLICT DO NOTHING
RETURNING user_id, companion_id

-- name: update_pairs
UPDATE imported.pairs p
   SET (stage, intimacy, trust, since, companion_wrote_at, user_messages, unread, muted_until, conversation_id, others_read, noted_at)
     = (SELECT r.stage, r.intimacy, r.trust, r.since,
               CASE WHEN r.companion_wrote_at IS NOT NULL THEN greatest(r.companion_wrote_at, p.companion_wrote_at) END, r.user_messages,
               r.unread, r.muted_until, r.conversation_id, r.others_read, now()
          FROM jsonb_populate_record(p, said.line) r)
  FROM jsonb_array_elements($1::jsonb) said(line)
 WHERE p.user_id = said.line ->> 'user_id' AND p.companion_id = said.line ->> 'companion_id'
   AND jsonb_populate_record(p, CASE WHEN (said.line ->> 'companion_wrote_at')::timestamptz < p.companion_wrote_at
                                     THEN said.line - 'companion_wrote_at' ELSE said.line END) IS DISTINCT FROM p
RETURNING p.user_id, p.companion_id

-- The instants at which users wrote, of pairs that are known.
-- name: insert_user_wrote
INSERT INTO imported.user_wrote (user_id, companion_id, at)
SELECT p.user_id, p.companion_id, wrote.at::timestamptz
  FROM jsonb_array_elements($1::jsonb) said(line)
  JOIN imported.pairs p ON p.user_id = said.line ->> 'user_id' AND p.companion_id = said.line ->> 'companion_id'
 CROSS JOIN LATERAL jsonb_array_elements_text(coalesce(said.line -> 'user_wrote', '[]')) wrote(at)
    ON CONFLICT DO NOTHING
RETURNING user_id, companion_id

-- name: delete_pairs
DELETE FROM imported.pairs p
 USING jsonb_array_elements($1::jsonb) said(line)
 WHERE p.user_id = said.line ->> 'user_id' AND p.companion_id = said.line ->> 'companion_id'
RETURNING p.user_id, p.companion_id

-- name: insert_memories
INSERT INTO imported.memories
SELECT r.*
  FROM jsonb_array_elements($1::jsonb) said(line)
 CROSS JOIN LATERAL jsonb_populate_record(NULL::imported.memories, said.line || jsonb_build_object('noted_at', now())) r
 WHERE EXISTS (SELECT FROM imported.pairs p WHERE p.user_id = r.user_id AND p.companion_id = r.companion_id)
    ON CONFLICT DO NOTHING
RETURNING user_id, companion_id, id

-- name: update_memories
UPDATE imported.memories m
   SET (type, text, importance, at, noted_at)
     = (SELECT r.type, r.text, r.importance, r.at, now() FROM jsonb_populate_record(m, said.line) r)
  FROM jsonb_array_elements($1::jsonb) said(line)
 WHERE m.user_id = said.line ->> 'user_id' AND m.companion_id = said.line ->> 'companion_id' AND m.id = said.line ->> 'id'
   AND jsonb_populate_record(m, said.line) IS DISTINCT FROM m
RETURNING m.user_id, m.companion_id, m.id

-- name: delete_memories
DELETE FROM imported.memories m
 USING jsonb_array_elements($1::jsonb) said(line)
 WHERE m.user_id = said.line ->> 'user_id' AND m.companion_id = said.line ->> 'companion_id' AND m.id = said.line ->> 'id'
RETURNING m.user_id, m.companion_id, m.id

-- Those whose pair is not known, and what of it is.
-- name: lines_without_pair
SELECT said.number - 1 AS place, EXISTS (SELECT FROM imported.users u WHERE u.id = said.line ->> 'user_id') AS has_user,
       EXISTS (SELECT FROM imported.companions c WHERE c.id = said.line ->> 'companion_id') AS has_companion
  FROM jsonb_array_elements($1::jsonb) WITH ORDINALITY said(line, number)
 WHERE NOT EXISTS (SELECT FROM imported.pairs p
                    WHERE p.user_id = said.line ->> 'user_id' AND p.companion_id = said.line ->> 'companion_id')
