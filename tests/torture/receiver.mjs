// The app's receiver of webhooks: unreliable in small doses, and away for a while now and then. Notes each call before it answers.
import { createHash } from "node:crypto";
import { createServer } from "node:http";
import { setTimeout as pause } from "node:timers/promises";
import { Webhook } from "standardwebhooks";
import { atExit } from "./leftovers.mjs";

const secret = "whsec_dG9ydHVyZSB0aGUgcHJvYWN0aXZlIHByb2dyYW0gd2VsbA==";
const verifier = new Webhook(secret);
const shares = { failed: 0.04, cut: 0.03, hung: 0.01 }; // of the calls; the others are accepted
const [upMs, downMs] = [6000, 1500];

async function bodyOf(request) {
  const chunks = [];
  for await (const chunk of request) chunks.push(chunk);
  return Buffer.concat(chunks).toString();
}

export class Receiver {
  calls = [];
  unsigned = [];
  isPeaceful = false;

  async start() {
    this.server = createServer((request, response) => this.receive(request, response).catch(() => request.destroy()));
    await new Promise((resolve) => this.server.listen(0, "127.0.0.1", resolve));
    this.port = this.server.address().port;
    this.release = atExit(() => this.server.closeAllConnections());
    this.comesAndGoes = this.comeAndGo();
  }

  get environment() {
    return {
      PROACTIVE_CHANNELS: "socketio webhook",
      PROACTIVE_WEBHOOK_URL: `http://127.0.0.1:${this.port}/hooks`,
      PROACTIVE_WEBHOOK_SECRET: secret,
      PROACTIVE_WEBHOOK_TIMEOUT_SECONDS: "2",
      PROACTIVE_WEBHOOK_GIVE_UP_HOURS: "720",
    };
  }

  async comeAndGo() {
    for (;;) {
      await pause(upMs);
      if (this.isPeaceful) return;
      const closed = new Promise((resolve) => this.server.close(resolve));
      this.server.closeAllConnections();
      await closed;
      await pause(downMs);
      await new Promise((resolve) => this.server.listen(this.port, "127.0.0.1", resolve));
    }
  }

  async receive(request, response) {
    const body = await bodyOf(request);
    await pause(Math.random() * 40);
    const draw = this.isPeaceful ? 1 : Math.random();
    const isAccepted = draw >= shares.failed + shares.cut + shares.hung;
    this.note(request.headers, body, isAccepted);
    if (isAccepted) return response.writeHead(204).end();
    if (draw < shares.failed) return response.writeHead(500).end();
    if (draw < shares.failed + shares.cut) return request.destroy();
  }

  note(headers, body, isAccepted) {
    const engagement = headers["webhook-id"];
    try {
      verifier.verify(body, headers);
    } catch {
      this.unsigned.push(engagement);
    }
    const { user_id: user } = JSON.parse(body).data;
    const digest = createHash("sha256").update(body).digest("hex");
    this.calls.push([user, engagement, digest, isAccepted, new Date()]);
  }

  // From now on all is accepted.
  async makePeace() {
    this.isPeaceful = true;
    await this.comesAndGoes;
  }

  async store(session) {
    const column = (n) => this.calls.map((call) => call[n]);
    const calls = "INSERT INTO torture.calls SELECT * FROM unnest($1::text[], $2::bigint[], $3::text[], $4::boolean[], $5::timestamptz[])";
    await session.query(calls, [0, 1, 2, 3, 4].map(column));
  }

  stop() {
    this.server.close();
    this.release();
  }
}
