// The companion app of this demo: its tables, as scripts/demo-data.sql fills them. All times in them are simulated ones.
import { companionReplies } from "./people.mjs";

export const longestMessage = 500; // characters
const mostMessages = 200;
const shownMessage = "m.id, m.sender_type, m.content, m.created_at, m.metadata ->> 'engagement_type' AS outreach";

// Pairs that talk English and are close enough to be written to, those of users with one companion only first.
const findPairs = `
  SELECT v.id AS conversation, u.id AS user, r.companion_id AS companion, u.name AS user_name, c.name AS companion_name
    FROM proactive.preferences p
    JOIN users u ON u.id = p.user_id AND u.is_active
    JOIN relationship_progression r ON r.user_id = u.id AND r.intimacy_level >= 3 AND r.trust_level >= 3
     AND r.relationship_stage NOT IN ('stranger', 'acquaintance')
    JOIN companions c ON c.id = r.companion_id AND c.is_active
    JOIN conversations v ON v.user_id = u.id AND v.companion_id = c.id
   WHERE p.timezone = $1 AND p.language = 'en' AND r.companion_id <> ALL ($2::integer[])
     AND (SELECT count(*) FROM messages m WHERE m.user_id = u.id AND m.conversation_id = v.id AND m.sender_type = 'user') >= 5
   ORDER BY (SELECT count(*) FROM relationship_progression o WHERE o.user_id = u.id), r.last_interaction, u.id
   LIMIT 1`;

// What each of the people sees of the conversation: $1 users, $2 conversations.
const look = `
  SELECT d.conversation, max(m.created_at) FILTER (WHERE m.sender_type = 'user') AS "wroteAt",
         min(m.created_at) FILTER (WHERE m.sender_type = 'companion' AND NOT m.is_read) AS "unreadSince",
         max(m.created_at) FILTER (WHERE m.metadata ? 'engagement_id') AS "outreachAt"
    FROM unnest($1::text[], $2::bigint[]) d(user_id, conversation)
    JOIN messages m ON m.user_id = d.user_id AND m.conversation_id = d.conversation
   GROUP BY d.conversation`;

export class App {
  #db;
  #dueReplies = []; // [{at, phone, content}]: what companions owe
  #said = 0;

  constructor(db) {
    this.#db = db;
  }

  // The people's phones. The companions answer what users have said last, so that nobody owes anybody a word at the beginning.
  async open(people) {
    await this.#db.query(
      `INSERT INTO messages (user_id, conversation_id, sender_type, sender_id, content, is_read, read_at, created_at, updated_at)
       SELECT v.user_id, v.id, 'companion', v.companion_id::text, $1, true, m.created_at + interval '2 minutes',
              m.created_at + interval '1 minute', m.created_at + interval '1 minute'
         FROM conversations v JOIN messages m ON m.user_id = v.user_id AND m.id = v.last_message_id AND m.sender_type = 'user'`,
      ["💛"],
    );
    const phones = [];
    for (const person of people) {
      const taken = phones.map((phone) => phone.companion);
      const { rows } = await this.#db.query(findPairs, [person.timezone, taken]);
      phones.push({ ...rows[0], ...person });
      if (!person.preferences) continue;
      await this.#db.query("SELECT proactive.set_preferences($1, $2)", [rows[0].user, JSON.stringify(person.preferences)]);
    }
    return phones;
  }

  async history({ user, conversation }) {
    const { rows } = await this.#db.query(
      `SELECT ${shownMessage} FROM messages m WHERE m.user_id = $1 AND m.conversation_id = $2
        ORDER BY m.created_at DESC, m.id DESC LIMIT $3`,
      [user, conversation, mostMessages],
    );
    return rows.reverse();
  }

  // Returns the message as clients show it. Whoever writes has read what is there; the companion answers five minutes later.
  async say(phone, content, now, reply = companionReplies[this.#said++ % companionReplies.length]) {
    await this.read(phone, now);
    const message = await this.#add(phone, "user", content, now);
    this.#dueReplies.push({ at: now + 5 * 60_000, phone, content: reply });
    return message;
  }

  read({ user, conversation }, now) {
    return this.#db.query(
      `UPDATE messages m SET is_read = true, read_at = $3
        WHERE m.user_id = $1 AND m.conversation_id = $2 AND m.sender_type = 'companion' AND NOT m.is_read`,
      [user, conversation, new Date(now)],
    );
  }

  optOut({ user }) {
    return this.#db.query("SELECT proactive.opt_out($1)", [user]);
  }

  // [{phone, message}]
  async reply(now) {
    const due = this.#dueReplies.filter(({ at }) => at <= now);
    this.#dueReplies = this.#dueReplies.filter(({ at }) => at > now);
    const said = [];
    for (const { phone, content } of due) {
      said.push({ phone, message: await this.#add(phone, "companion", content, now) });
    }
    return said;
  }

  async look(phones) {
    const { rows } = await this.#db.query(look, [phones.map(({ user }) => user), phones.map(({ conversation }) => conversation)]);
    const instant = (at) => (at === null ? null : at.getTime());
    return rows.map(({ conversation, ...times }) => ({
      conversation,
      ...Object.fromEntries(Object.entries(times).map(([name, at]) => [name, instant(at)])),
    }));
  }

  // Half of the users beside those of the phones answer what was written to them an hour ago; before: when that was looked at last.
  async othersAnswer(phones, before, now) {
    await this.#db.query(
      `INSERT INTO messages (user_id, conversation_id, sender_type, sender_id, content, is_read, read_at, created_at, updated_at)
       SELECT m.user_id, m.conversation_id, s.sender, s.sender, s.content, true, $1, $1::timestamptz + s.later, $1
         FROM messages m
         CROSS JOIN (VALUES ('user', 'Good, thank you!', interval '0'), ('companion', 'Glad to hear that.', interval '1 minute'))
                    s(sender, content, later)
        WHERE m.metadata ? 'engagement_id' AND hashtext(m.user_id) % 2 = 0 AND m.user_id <> ALL ($2::text[])
          AND m.created_at > $3::timestamptz - interval '1 hour' AND m.created_at <= $1::timestamptz - interval '1 hour'`,
      [new Date(now), phones.map(({ user }) => user), new Date(before)],
    );
  }

  // {sent, answered} in the last 24 hours, and {planned}.
  async numbers(now) {
    const { rows } = await this.#db.query(
      `SELECT count(*) FILTER (WHERE e.sent_at > $1)::integer AS sent, count(*) FILTER (WHERE e.responded_at > $1)::integer AS answered,
              count(*) FILTER (WHERE e.engagement_status = 'scheduled')::integer AS planned
         FROM proactive.engagements e`,
      [new Date(now - 24 * 3600_000)],
    );
    return rows[0];
  }

  // By conversation: {type, at} of the message that waits for its time.
  async planned(phones) {
    const { rows } = await this.#db.query(
      `SELECT d.conversation, e.engagement_type AS type, e.scheduled_for AS at
         FROM unnest($1::text[], $2::text[], $3::bigint[]) d(user_id, companion_id, conversation)
         JOIN proactive.engagements e ON e.user_id = d.user_id AND e.companion_id = d.companion_id AND e.engagement_status = 'scheduled'`,
      ["user", "companion", "conversation"].map((column) => phones.map((phone) => String(phone[column]))),
    );
    return new Map(rows.map(({ conversation, ...plan }) => [conversation, plan]));
  }

  async #add({ user, conversation, companion }, sender, content, now) {
    const { rows } = await this.#db.query(
      `WITH m AS (
         INSERT INTO messages AS m (user_id, conversation_id, sender_type, sender_id, content, is_read, created_at, updated_at)
         VALUES ($1, $2, $3, $4, $5, $3 = 'user', $6, $6) RETURNING m.*
       ), touched AS (
         UPDATE conversations v SET last_message_id = m.id, last_message_at = m.created_at, updated_at = m.created_at
           FROM m WHERE v.user_id = m.user_id AND v.id = m.conversation_id
       ), related AS (
         UPDATE relationship_progression r SET last_interaction = m.created_at, updated_at = m.created_at
           FROM m WHERE r.user_id = m.user_id AND r.companion_id = $7
       )
       SELECT ${shownMessage} FROM m`,
      [user, conversation, sender, sender === "user" ? user : String(companion), content, new Date(now), companion],
    );
    return rows[0];
  }
}
