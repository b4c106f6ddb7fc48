// The verdict: what was found, and the figures.
import { readFileSync } from "node:fs";

export class Findings {
  texts = new Map(); // of each kind

  add(kind, text) {
    if (!this.texts.has(kind)) this.texts.set(kind, []);
    this.texts.get(kind).push(text);
  }

  addOnce(kind, text) {
    if (!this.of(kind).includes(text)) this.add(kind, text);
  }

  of(kind) {
    return this.texts.get(kind) ?? [];
  }

  count(kind) {
    return this.of(kind).length;
  }

  get total() {
    return [...this.texts.values()].reduce((sum, texts) => sum + texts.length, 0);
  }

  lines() {
    return [...this.texts].flatMap(([kind, texts]) => texts.map((text) => `${kind}: ${text}`));
  }
}

const history = readFileSync(new URL("judge.sql", import.meta.url), "utf8");
// Of all engagements that there ever were. What was sent counts as that even where its user was forgotten later.
const figures = `
  SELECT count(*)::integer AS engagements,
         count(*) FILTER (WHERE s.user_id IS NOT NULL)::integer AS sent,
         count(*) FILTER (WHERE l.reason = 'superseded')::integer AS superseded,
         count(*) FILTER (WHERE l.reason = 'gone')::integer AS gone,
         count(*) FILTER (WHERE l.reason = 'refused')::integer AS refused,
         count(*) FILTER (WHERE l.engagement_status = 'cancelled'
                            AND l.reason NOT IN ('superseded', 'gone', 'refused'))::integer AS "otherwise cancelled",
         count(*) FILTER (WHERE l.engagement_status = 'expired')::integer AS expired,
         count(*) FILTER (WHERE l.engagement_status = 'failed')::integer AS failed,
         count(*) FILTER (WHERE l.user_id IS NULL AND s.user_id IS NULL)::integer AS "forgotten unsent",
         count(*) FILTER (WHERE l.writer = 'llm')::integer AS "by the LLM"
    FROM torture.engagements e
    LEFT JOIN (SELECT DISTINCT user_id, engagement_id FROM torture.sent) s USING (user_id, engagement_id)
    LEFT JOIN proactive.engagements l ON l.user_id = e.user_id AND l.id = e.engagement_id`;

export async function judge({ server, listener, receiver, expectsEvents, runs, findings }) {
  return server.session(async (session) => {
    await listener.store(session);
    await receiver.store(session);
    for (const engagement of receiver.unsigned) findings.add("falseCalls", `a call whose signature is not right: ${engagement}`);
    for (const { kind, finding, example } of (await session.query(history)).rows) {
      if (kind === "missedEvents" && !expectsEvents) continue;
      findings.add(kind, `${finding}: ${example}`);
    }
    for (const payload of listener.malformed) findings.add("falseEvents", `not an event of a message: ${payload}`);
    const [counted] = (await session.query(figures)).rows;
    if (counted.sent === 0) findings.add("stuck", "no message was sent at all");
    if (counted["by the LLM"] === 0) findings.add("stuck", "the LLM wrote no message at all");
    if (runs.reportedSent > counted.sent) {
      findings.add("doubled", `the runs report ${runs.reportedSent} messages, of which ${counted.sent} exist`);
    }
    return { ...counted, events: listener.events.length, calls: receiver.calls.length };
  });
}
