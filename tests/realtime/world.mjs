// Users with due messages, in the database of PG*, and runs of the tool that deliver them.
import { spawn } from "node:child_process";
import { text } from "node:stream/consumers";

let users = 0;

// One new user for each content, who has talked with the companion before; the messages fall due in another order than that
// of the users. Returns [{userId, conversationId, engagementId, content}].
export async function addDue(db, contents) {
  const userIds = contents.map(() => `user-${(users += 1)}`);
  await db.query("INSERT INTO companions (id, name) VALUES (1, 'Luna') ON CONFLICT DO NOTHING");
  await db.query("INSERT INTO users (id, name) SELECT unnest($1::text[]), 'Sam'", [userIds]);
  await db.query(
    `INSERT INTO relationship_progression
       (user_id, companion_id, relationship_stage, intimacy_level, trust_level, last_interaction)
     SELECT id, 1, 'friend', 5, 5, now() - interval '30 hours' FROM unnest($1::text[]) id`,
    [userIds],
  );
  const conversations = await db.query(
    "INSERT INTO conversations (user_id, companion_id) SELECT unnest($1::text[]), 1 RETURNING user_id, id",
    [userIds],
  );
  const engagements = await db.query(
    `INSERT INTO proactive.engagements (user_id, companion_id, engagement_type, engagement_content, scheduled_for,
       engagement_status, created_at, relationship_stage, writer, run_id)
     SELECT d.user_id, 1, 'check_in', d.content, now() - interval '1 hour' + (d.n * 7919 % 1009) * interval '1 second',
            'scheduled', now() - interval '2 hours', 'friend', 'template', 'test'
       FROM unnest($1::text[], $2::text[]) WITH ORDINALITY d(user_id, content, n)
     RETURNING user_id, id`,
    [userIds, contents],
  );
  const idOf = ({ rows }) => new Map(rows.map((row) => [row.user_id, row.id]));
  const [conversationOf, engagementOf] = [idOf(conversations), idOf(engagements)];
  return userIds.map((userId, n) => ({
    userId,
    conversationId: conversationOf.get(userId),
    engagementId: engagementOf.get(userId),
    content: contents[n],
  }));
}

// What the events of these engagements must say, in the order of their delivery: read from the rows, with ids in the JSON type
// of their columns.
export async function expectedPayloads(db, engagementIds) {
  const { rows } = await db.query(
    `SELECT json_build_object(
       'conversation_id', m.conversation_id,
       'message', json_build_object('id', m.id, 'conversation_id', m.conversation_id, 'sender_type', m.sender_type,
         'sender_id', m.sender_id, 'content', m.content, 'message_type', m.message_type,
         'created_at', to_char(m.created_at AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"'),
         'updated_at', to_char(m.updated_at AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"')),
       'engagement_id', e.id,
       'engagement_type', e.engagement_type) AS payload
      FROM proactive.engagements e
      JOIN proactive.deliveries d ON d.user_id = e.user_id AND d.engagement_id = e.id
      JOIN messages m ON m.id::text = d.message_id
     WHERE e.id = ANY ($1::bigint[])
     ORDER BY m.id`,
    [engagementIds],
  );
  return rows.map((row) => row.payload);
}

// A run of the command process: {code, report, log}.
export async function runProcess({ options = [], environment = {} } = {}) {
  const child = spawn(process.env.PROACTIVE, ["process", "--format", "json", ...options], {
    env: { ...process.env, PROACTIVE_LOG_LEVEL: "warn", ...environment },
    stdio: ["ignore", "pipe", "pipe"],
  });
  const ended = new Promise((resolve, reject) => child.once("close", resolve).once("error", reject));
  const [output, log, code] = await Promise.all([text(child.stdout), text(child.stderr), ended]);
  return { code, report: output ? JSON.parse(output) : null, log };
}
