// What is watched while the runs work: the real-time events, and the caps of open engagements.
import { setTimeout as pause } from "node:timers/promises";

const channel = '"socket.io#/"';
const slackSeconds = 15; // a delivery that began this long before the connection was lost may have been committed after it

// Works on a session until it is lost, then on another.
class Watcher {
  constructor(server) {
    this.server = server;
    this.isOver = false;
  }

  begin() {
    this.work = this.keepWatching();
  }

  async keepWatching() {
    while (!this.isOver) {
      try {
        await this.server.session((session) => this.watch(session));
      } catch {
        await pause(30);
      }
    }
  }

  async finish() {
    this.isOver = true;
    await this.work;
  }
}

const untilLost = (session) => new Promise((resolve) => session.once("end", resolve));

// Collects the events that the app's Socket.IO servers would get.
export class Listener extends Watcher {
  events = [];
  malformed = [];
  intervals = []; // in which no event can have been missed

  async watch(session) {
    session.on("notification", ({ payload }) => this.note(payload));
    await session.query(`LISTEN ${channel}`);
    const since = new Date();
    const lost = untilLost(session);
    while (!this.isOver && !(await Promise.race([lost.then(() => true), pause(50, false)])));
    if (this.isOver) await session.query("SELECT"); // what was sent before has then arrived
    this.intervals.push({ since, until: new Date(Date.now() - (this.isOver ? 0 : slackSeconds * 1000)) });
  }

  note(payload) {
    try {
      const document = JSON.parse(payload);
      const { conversation_id: conversation, engagement_id: engagement, message } = document.data.packet.data[1];
      this.events.push([message.id, conversation, engagement]);
    } catch {
      this.malformed.push(payload);
    }
  }

  async store(session) {
    const column = (n) => this.events.map((event) => event[n]);
    const events = "INSERT INTO torture.events SELECT * FROM unnest($1::bigint[], $2::bigint[], $3::bigint[])";
    await session.query(events, [0, 1, 2].map(column));
    for (const { since, until } of this.intervals) {
      await session.query("INSERT INTO torture.listening VALUES ($1, $2)", [since, until]);
    }
  }
}

const crowded = `
  SELECT user_id, array_agg(id ORDER BY id) AS engagements, count(*) > count(DISTINCT companion_id) AS same_pair
    FROM proactive.engagements WHERE engagement_status IN ('drafting', 'scheduled')
   GROUP BY user_id HAVING count(*) > 1`;

// Looks for users with more open engagements than allowed.
export class Sampler extends Watcher {
  constructor(server, findings) {
    super(server);
    this.findings = findings;
    this.samples = 0;
  }

  async watch(session) {
    while (!this.isOver) {
      for (const { user_id: user, engagements, same_pair: samePair } of (await session.query(crowded)).rows) {
        this.findings.addOnce(samePair ? "doubled" : "overCaps", `open at once: ${user} ${engagements.join(", ")}`);
      }
      this.samples += 1;
      await pause(100);
    }
  }
}
