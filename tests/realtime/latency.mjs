// The measurement of latency.sh.
import assert from "node:assert/strict";
import pg from "pg";
import { clockOffset, connectClient, now } from "./client.mjs";
import { startServer } from "./server-process.mjs";
import { addDue, runProcess } from "./world.mjs";

const howMany = Number(process.argv[2]);
const live = 1000; // ms: what takes longer is not live any more, on however busy a machine
const mostClockError = 0.2; // ms

// PostgreSQL takes this time at the beginning of COMMIT, before it writes the log: that is part of what is measured.
async function commitTimes(db) {
  const { rows } = await db.query(
    "SELECT id::text, extract(epoch FROM pg_xact_commit_timestamp(xmin))::float8 * 1000 AS at FROM messages",
  );
  return new Map(rows.map(({ id, at }) => [id, at]));
}

// Both read the system's clock; but the client's only counts on from its start, and may have drifted away meanwhile.
function warnOfClockError() {
  const error = Math.abs(clockOffset() + performance.now() - now());
  if (error > mostClockError) console.error(`latency: the client's clock has drifted by ${error.toFixed(2)} ms: measure again`);
}

const db = new pg.Client();
await db.connect();
const server = await startServer();
const due = await addDue(db, Array.from({ length: howMany }, (_, n) => `This is message number ${n}.`));
const client = await connectClient(server.url, { rooms: due.map(({ userId }) => `user_${userId}`) });

const { code, log } = await runProcess({ options: ["--batch-size", "1"] });
assert.equal(code, 0, log);
await client.until("the last message", (arrivals) => arrivals.length >= howMany);
warnOfClockError();

const committedAt = await commitTimes(db);
const latencies = client.arrivals.map(({ payload, at }) => at - committedAt.get(String(payload.message.id)));
assert.equal(latencies.length, howMany);
latencies.sort((a, b) => a - b);
assert.ok(latencies[0] > 0, `a message arrived ${-latencies[0]} ms before it was committed`);
const shown = (part) => latencies[Math.ceil(part * howMany) - 1].toFixed(2);
console.log(
  `latency: ${howMany} messages, COMMIT to client p50 ${shown(0.5)} ms, p95 ${shown(0.95)} ms, max ${shown(1)} ms`,
);
assert.ok(latencies[Math.ceil(0.95 * howMany) - 1] < live, "most of the slowest are not live");
process.exit();
