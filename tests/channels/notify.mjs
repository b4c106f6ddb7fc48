// The checks of notify.sh: EXAMPLES is the folder of the programs of proactive-channels(7).
import assert from "node:assert/strict";
import { spawn } from "node:child_process";
import http from "node:http";
import net from "node:net";
import { createInterface } from "node:readline";
import { pathToFileURL } from "node:url";
import { createAdapter } from "@socket.io/postgres-adapter";
import pg from "pg";
import { Server } from "socket.io";
import { check, finish } from "../realtime/checks.mjs";
import { connectClient } from "../realtime/client.mjs";
import { addDue, expectedPayloads, runProcess } from "../realtime/world.mjs";

const examples = process.env.EXAMPLES;
const patience = 60_000; // ms
const longestNotification = 7999; // bytes
const everyone = "everyone"; // a user whose messages all clients get
const consumers = 6; // sessions that listen: listen.mjs, events.mjs, and the bridges of four servers

const { bridge } = await import(pathToFileURL(`${examples}/bridge.mjs`));
const db = new pg.Client();
await db.connect();

const sleep = (ms) => new Promise((done) => { setTimeout(done, ms); });
async function until(what, isSo) {
  const deadline = Date.now() + patience;
  while (!(await isSo())) {
    assert.ok(Date.now() < deadline, `${what} has not happened`);
    await sleep(20);
  }
}

const children = new Set();
process.on("exit", () => children.forEach((child) => child.kill("SIGKILL")));
function start(program, environment = {}) {
  const child = spawn(process.execPath, [`${examples}/${program}`], {
    env: { ...process.env, ...environment, PGAPPNAME: "program" },
    stdio: ["ignore", "pipe", "inherit"],
  });
  children.add(child);
  return child;
}

// The documents' data that listen.mjs has printed.
const printed = [];
createInterface({ input: start("listen.mjs").stdout }).on("line", (line) => printed.push(JSON.parse(line)));

function freePort() {
  return new Promise((resolve) => {
    const server = net.createServer().listen(0, "127.0.0.1", () => {
      const { port } = server.address();
      server.close(() => resolve(port));
    });
  });
}
const eventsPort = await freePort();
start("events.mjs", { PORT: String(eventsPort) });

// Data that a browser of the user gets by server-sent events.
async function readEvents(user) {
  const data = [];
  const aborter = new AbortController();
  const response = await fetch(`http://127.0.0.1:${eventsPort}/events`, { headers: { "x-user": user }, signal: aborter.signal });
  assert.equal(response.headers.get("content-type"), "text/event-stream");
  const read = async () => {
    let rest = "";
    for await (const chunk of response.body.pipeThrough(new TextDecoderStream())) {
      const events = (rest + chunk).split("\n\n");
      rest = events.pop();
      for (const event of events) {
        const line = event.split("\n").find((each) => each.startsWith("data: "));
        if (line) data.push(JSON.parse(line.slice("data: ".length)));
      }
    }
  };
  read().catch(() => {});
  return { data, close: () => aborter.abort() };
}

// An app's server, with the bridge; clients name their rooms.
async function startServer(options = {}) {
  const server = http.createServer();
  const io = new Server(server, options);
  io.on("connection", (socket) => socket.join(socket.handshake.auth.rooms));
  await new Promise((resolve) => { server.listen(0, "127.0.0.1", resolve); });
  await bridge(io);
  return `http://127.0.0.1:${server.address().port}`;
}
const pool = new pg.Pool();
pool.on("error", () => {});
const adapter = createAdapter(pool, { channelPrefix: "among_servers", errorHandler: () => {} });
const servers = await Promise.all([startServer(), startServer(), startServer({ adapter }), startServer({ adapter })]);

async function listening() {
  const { rows } = await db.query("SELECT pid FROM pg_stat_activity WHERE datname = current_database() AND query = 'LISTEN proactive'");
  return rows.map(({ pid }) => pid);
}
await until("that all listen", async () => (await listening()).length === consumers);

// Notifications come in order: who has this document has all before it.
let marks = 0;
async function settle(arrivedAt) {
  const mark = `mark ${(marks += 1)}`;
  await db.query("SELECT pg_notify('proactive', $1)", [JSON.stringify({ type: "message.delivered", data: { user_id: everyone, mark } })]);
  await until(mark, () => arrivedAt.every((list) => list().some((data) => data.mark === mark)));
}
const takePrinted = () => printed.splice(0).filter(({ mark }) => !mark);

// Delivers messages to the clients of their users at all servers; returns what each got, and what the rows say.
async function deliver(contents, run = {}) {
  const due = await addDue(db, contents);
  const rooms = [...due.map(({ userId }) => `user_${userId}`), `user_${everyone}`];
  const clients = await Promise.all(servers.map((url) => connectClient(url, { rooms })));
  const stranger = await connectClient(servers[0], { rooms: ["user_someone", `user_${everyone}`] });
  const browser = await readEvents(due[0].userId);
  const ofClient = (client) => client.arrivals.map(({ payload }) => payload);
  const result = await runProcess(run);
  await settle([() => printed, ...[...clients, stranger].map((client) => () => ofClient(client))]);
  const rows = await expectedPayloads(db, due.map(({ engagementId }) => engagementId));
  const heard = [...clients, stranger].map((client) => ofClient(client).filter(({ mark }) => !mark));
  for (const client of [...clients, stranger]) client.close();
  browser.close();
  return { due, result, rows, printed: takePrinted(), ofStranger: heard.pop(), heard, browser: browser.data };
}

const ids = (row, { userId, engagementId }) => ({
  engagement_id: engagementId,
  engagement_type: "check_in",
  user_id: userId,
  companion_id: "1",
  conversation_id: String(row.conversation_id),
  message_id: String(row.message.id),
});
const idOf = ({ engagement_id: id }) => id;
const idsOfRows = (rows) => rows.map(({ engagement_id: id }) => String(id));

await check("a message reaches each consumer once, and nobody else", async () => {
  const { due, result, rows, ...got } = await deliver(["How has your day been so far?"]);
  assert.equal(result.code, 0, result.log);
  assert.deepEqual(result.report.channels, { notify: { announced: 1, left_out: 0, listeners: consumers } });
  const data = {
    ...ids(rows[0], due[0]),
    user_name: "Sam",
    companion_name: "Luna",
    text: "How has your day been so far?",
    message: rows[0].message,
    locale: "en",
    timezone: null,
    local_time: null,
    ai_generated: true,
    disclosure: null,
  };
  assert.deepEqual(got.printed, [data]);
  for (const heard of got.heard) assert.deepEqual(heard, [data]);
  assert.deepEqual(got.browser, [data]);
  assert.deepEqual(got.ofStranger, []);
});

await check("10,000 messages arrive all, once, in the order of their delivery", async () => {
  const contents = Array.from({ length: 10_000 }, (_, n) => `This is message number ${n} of many.`);
  const { result, rows, ...got } = await deliver(contents, { options: ["--limit", "10000"] });
  assert.equal(result.code, 0, result.log);
  assert.equal(rows.length, 10_000);
  const wanted = idsOfRows(rows);
  for (const list of [got.printed, ...got.heard]) assert.deepEqual(list.map(idOf), wanted);
});

await check("documents above a notification's limit have ids alone, and the rows are whole", async () => {
  const contents = Array.from({ length: 301 }, (_, n) => "🦊".repeat(900) + "x".repeat(n));
  const { due, result, rows, ...got } = await deliver(contents);
  assert.equal(result.code, 0, result.log);
  assert.deepEqual(got.printed.map(idOf), idsOfRows(rows));
  for (const heard of got.heard) assert.deepEqual(heard, got.printed);
  const rowOf = new Map(rows.map((row) => [String(row.engagement_id), row]));
  const dueOf = new Map(due.map((each) => [each.engagementId, each]));
  let short = 0;
  for (const data of got.printed) {
    const row = rowOf.get(data.engagement_id);
    assert.equal(row.message.content, dueOf.get(data.engagement_id).content);
    if ("text" in data) {
      assert.equal(data.text, row.message.content);
      assert.ok(Buffer.byteLength(JSON.stringify(data)) <= longestNotification);
    } else {
      short += 1;
      assert.deepEqual(data, ids(row, dueOf.get(data.engagement_id)));
    }
  }
  assert.ok(short > 0 && short < contents.length, `${short} of ${contents.length} have ids alone`);
});

await check("with realtime_payload=ids all have", async () => {
  const run = { environment: { PROACTIVE_REALTIME_PAYLOAD: "ids" } };
  const { due, rows, printed: list } = await deliver(["Nobody reads this on the way."], run);
  assert.deepEqual(list, [ids(rows[0], due[0])]);
});

await check("what is rolled back reaches nobody", async () => {
  await db.query(`CREATE FUNCTION refuse() RETURNS trigger LANGUAGE plpgsql AS
    $$ BEGIN IF NEW.content LIKE '%refused%' THEN RAISE EXCEPTION 'refused at commit'; END IF; RETURN NULL; END $$`);
  await db.query(`CREATE CONSTRAINT TRIGGER refuse AFTER INSERT ON messages DEFERRABLE INITIALLY DEFERRED
    FOR EACH ROW EXECUTE FUNCTION refuse()`);
  const { result, rows, ...got } = await deliver(["The first is good.", "This one is refused.", "The third is good."]);
  await db.query("DROP FUNCTION refuse CASCADE");
  assert.equal(result.report.failed, 1);
  assert.equal(rows.length, 2);
  for (const list of [got.printed, ...got.heard]) assert.deepEqual(list.map(idOf), idsOfRows(rows));
});

await check("another channel is another one, and who listens to it is not known", async () => {
  const run = { environment: { PROACTIVE_NOTIFY_CHANNEL: "elsewhere" } };
  const { result, ...got } = await deliver(["This one goes elsewhere."], run);
  assert.equal(result.code, 0, result.log);
  assert.deepEqual(result.report.channels, { notify: { announced: 1, left_out: 0, listeners: "unknown" } });
  assert.deepEqual([...got.printed, ...got.heard.flat(), ...got.browser], []);
});

await check("a bridge whose connection breaks is there again", async () => {
  const before = await listening();
  const bridges = await db.query(
    "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE pid = ANY ($1) AND application_name <> 'program'",
    [before],
  );
  assert.equal(bridges.rowCount, servers.length);
  await until("that all listen again", async () => (await listening()).filter((pid) => !before.includes(pid)).length === servers.length);
  const { result, rows, ...got } = await deliver(["Are you still there?"]);
  assert.equal(result.code, 0, result.log);
  for (const list of [got.printed, ...got.heard]) assert.deepEqual(list.map(idOf), idsOfRows(rows));
});

finish();
process.exit();
