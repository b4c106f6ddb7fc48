// The checks of realtime.sh.
import assert from "node:assert/strict";
import pg from "pg";
import { check, finish } from "./checks.mjs";
import { connectClient } from "./client.mjs";
import { startServer } from "./server-process.mjs";
import { addDue, expectedPayloads, runProcess } from "./world.mjs";

const largestNotification = 7999; // bytes
const everyone = "everyone"; // a room of all clients of this test
const defaults = { namespace: "/", prefix: "socket.io" };
let marks = 0;

async function connectDatabase(database) {
  const db = new pg.Client({ database });
  await db.connect();
  return db;
}

const db = await connectDatabase(process.env.PGDATABASE);
const [serverA, serverB] = await Promise.all([startServer(), startServer()]);

// Notifications come in order: when all clients have this one, they have all before it.
async function settle(clients, { namespace, prefix } = defaults, session = db) {
  const mark = `mark ${(marks += 1)}`;
  const packet = { type: 2, nsp: namespace, data: [mark, {}] };
  const opts = { rooms: [everyone], except: [], flags: {} };
  const document = { uid: "emitter", nsp: namespace, source: "_sio_adapter", type: 3, data: { packet, opts } };
  await session.query("SELECT pg_notify($1, $2)", [`${prefix}#${namespace}`, JSON.stringify(document)]);
  const isMark = ({ event }) => event === mark;
  await Promise.all(clients.map((client) => client.until(mark, (arrivals) => arrivals.some(isMark))));
}

function received(client) {
  assert.equal(client.disconnects, 0, "the client was disconnected");
  const events = client.take().filter(({ event }) => !event.startsWith("mark "));
  return events.map(({ event, payload }) => ({ event, payload }));
}

const conversationRooms = (due) => due.map(({ conversationId }) => `conversation_${conversationId}`);
const userRooms = (due) => due.map(({ userId }) => `user_${userId}`);
const asEvents = (payloads) => payloads.map((payload) => ({ event: "new_message", payload }));
const contentsOf = (events) => events.map(({ payload }) => payload.message.content);

async function connectThree(due) {
  const inConversation = [...conversationRooms(due), everyone];
  return Promise.all([
    connectClient(serverA.url, { rooms: inConversation, transports: ["polling", "websocket"] }),
    connectClient(serverB.url, { rooms: [...userRooms(due), ...inConversation] }),
    connectClient(serverA.url, { rooms: ["conversation_999999", "user_someone", everyone] }),
  ]);
}

// Delivers new messages to three clients: one in the rooms of the conversations, one in those and in the rooms of the users,
// and one elsewhere.
async function deliver(contents, { run = {}, awaited = 0 } = {}) {
  const due = await addDue(db, contents);
  const clients = await connectThree(due);
  const result = await runProcess(run);
  const arrived = (arrivals) => arrivals.length >= awaited;
  await Promise.all(clients.slice(0, 2).map((client) => client.until(`event ${awaited}`, arrived)));
  await settle(clients);
  const payloads = await expectedPayloads(db, due.map(({ engagementId }) => engagementId));
  const [inConversation, inBoth, elsewhere] = clients.map(received);
  for (const client of clients) client.close();
  return { result, due, rows: asEvents(payloads), inConversation, inBoth, elsewhere };
}

function assertDelivered({ result, rows, inConversation, inBoth, elsewhere }, howMany) {
  assert.equal(result.code, 0, result.log);
  assert.equal(rows.length, howMany);
  assert.equal(result.report.events, howMany);
  assert.deepEqual(inConversation, rows);
  assert.deepEqual(inBoth, rows);
  assert.deepEqual(elsewhere, []);
}

async function value(sql, values = [], session = db) {
  const { rows } = await session.query(sql, values);
  return Object.values(rows[0])[0];
}

await check("a message reaches the clients of its rooms once, on both servers, and nobody else", async () => {
  const delivered = await deliver(["How has your day been so far?"]);
  assertDelivered(delivered, 1);
  const [{ userId, conversationId, engagementId, content }] = delivered.due;
  const { id, created_at: createdAt } = delivered.inBoth[0].payload.message;
  assert.equal(typeof id, "number");
  assert.match(createdAt, /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z$/);
  assert.ok(userId && Math.abs(Date.now() - Date.parse(createdAt)) < 60_000);
  assert.deepEqual(delivered.inBoth[0].payload, {
    conversation_id: Number(conversationId),
    message: {
      id,
      conversation_id: Number(conversationId),
      sender_type: "companion",
      sender_id: "1",
      content,
      message_type: "text",
      created_at: createdAt,
      updated_at: createdAt,
    },
    engagement_id: Number(engagementId),
    engagement_type: "check_in",
  });
});

await check("1,000 messages of one run arrive all, once, in the order of their delivery", async () => {
  const contents = Array.from({ length: 1000 }, (_, n) => `This is message number ${n} of many.`);
  const delivered = await deliver(contents, { run: { options: ["--batch-size", "300"] } });
  assertDelivered(delivered, 1000);
  const ids = delivered.inBoth.map(({ payload }) => payload.message.id);
  assert.deepEqual(ids, [...ids].sort((a, b) => a - b), "the ids of the messages do not ascend");
});

await check("special text arrives as it is", async () => {
  const special = [
    `"Double" and 'single' quotes, \`ticks\`, and a "" pair`,
    "back\\slash, \\n, \\u0041, \\\\ and a trailing one \\",
    "two\nlines\r\nand\ta tab",
    "</script><script>alert(1)</script><!-- & &amp; %20 ]]>",
    "شلونك اليوم؟ \u202Eright to left\u202C מה שלומך?",
    "👩‍👩‍👧‍👦 👩🏽‍🚀 🏳️‍🌈 🇧🇷 e\u0301 \u200B\u2028\u2029\uFEFF",
    "control \u0001\u001b[31m\u007f characters, {braces}, ${dollars}, null and {{user}}",
    '{"uid":"emitter","type":3,"attachmentId":"1"}',
  ];
  const delivered = await deliver(special);
  assertDelivered(delivered, special.length);
  assert.deepEqual(contentsOf(delivered.inBoth).sort(), [...special].sort());
});

await check("a batch that is rolled back reaches nobody; those of it that are delivered then arrive once", async () => {
  await db.query(`CREATE FUNCTION refuse() RETURNS trigger LANGUAGE plpgsql AS
    $$ BEGIN IF NEW.content LIKE '%refused%' THEN RAISE EXCEPTION 'refused at commit'; END IF; RETURN NULL; END $$`);
  await db.query(`CREATE CONSTRAINT TRIGGER refuse AFTER INSERT ON messages DEFERRABLE INITIALLY DEFERRED
    FOR EACH ROW EXECUTE FUNCTION refuse()`);
  const delivered = await deliver(["The first is good.", "This one is refused.", "The third is good.", "So is the fourth."]);
  await db.query("DROP FUNCTION refuse CASCADE");
  assert.equal(delivered.result.code, 1);
  assert.equal(delivered.result.report.failed, 1);
  assert.equal(delivered.rows.length, 3);
  assert.deepEqual(delivered.inBoth, delivered.rows);
  assert.deepEqual(delivered.inConversation, delivered.rows);
});

await check("documents around and far above a notification's limit arrive unharmed", async () => {
  const around = Array.from({ length: 401 }, (_, n) => "🦊".repeat(1800) + "x".repeat(n));
  const contents = [...around, "🦊".repeat(4000)];
  const delivered = await deliver(contents, { awaited: contents.length });
  assert.equal(delivered.result.code, 0, delivered.result.log);
  assert.deepEqual(delivered.elsewhere, []);
  for (const events of [delivered.inConversation, delivered.inBoth]) {
    assert.equal(events.length, contents.length);
    const byId = events.sort((a, b) => a.payload.message.id - b.payload.message.id); // attachments may come later
    assert.deepEqual(byId, delivered.rows);
  }
  const attachments = await db.query("SELECT length(payload) AS bytes FROM socket_io_attachments");
  assert.ok(attachments.rowCount > 1 && attachments.rowCount < 401, `${attachments.rowCount} attachments`);
  assert.ok(attachments.rows.some(({ bytes }) => bytes > 2 * largestNotification));
});

await check("no channels: the message is stored, and no event is sent", async () => {
  const delivered = await deliver(["Nobody hears of this one."], { run: { environment: { PROACTIVE_CHANNELS: "none" } } });
  assert.equal(delivered.result.code, 0, delivered.result.log);
  assert.equal(delivered.rows.length, 1);
  assert.deepEqual([...delivered.inConversation, ...delivered.inBoth, ...delivered.elsewhere], []);
});

await check("namespace, channel prefix, event and rooms are those of the settings", async () => {
  const other = { namespace: "/companions", prefix: "app:chat" };
  const server = await startServer({ SIO_NAMESPACE: other.namespace, SIO_CHANNEL_PREFIX: other.prefix });
  const due = await addDue(db, ["This one goes elsewhere."]);
  const rooms = [`room-${due[0].userId}`, everyone];
  const there = await connectClient(server.url, { rooms, namespace: other.namespace });
  const rootOfThere = await connectClient(server.url, { rooms });
  const here = await connectClient(serverA.url, { rooms: [...rooms, ...userRooms(due), ...conversationRooms(due)] });
  const { code, log } = await runProcess({
    environment: {
      PROACTIVE_REALTIME_NAMESPACE: other.namespace,
      PROACTIVE_REALTIME_CHANNEL_PREFIX: other.prefix,
      PROACTIVE_REALTIME_EVENT: "companion:message",
      PROACTIVE_REALTIME_ROOMS: "room-{user_id}",
    },
  });
  assert.equal(code, 0, log);
  await settle([there], other);
  await settle([rootOfThere], { ...defaults, prefix: other.prefix });
  await settle([here]);
  const [payload] = await expectedPayloads(db, [due[0].engagementId]);
  assert.deepEqual(received(there), [{ event: "companion:message", payload }]);
  assert.deepEqual([...received(rootOfThere), ...received(here)], []);
  for (const client of [there, rootOfThere, here]) client.close();
  await server.stop();
});

// A listening session whose transaction stays open keeps PostgreSQL from forgetting what comes after.
async function fillQueue(stuck) {
  await stuck.query("LISTEN unread");
  await stuck.query("BEGIN");
  await db.query("SELECT pg_notify('unheard', n || repeat('x', 7000)) FROM generate_series(1, 2000) n");
  assert.ok((await value("SELECT pg_notification_queue_usage()")) > 0);
}

async function queueIsEmpty() {
  const deadline = Date.now() + 10_000;
  while ((await value("SELECT pg_notification_queue_usage()")) > 0) assert.ok(Date.now() < deadline, "the queue stays full");
}

await check("a queue above its limit: delivered without event, and it says so; afterwards with events again", async () => {
  const environment = { PROACTIVE_REALTIME_QUEUE_LIMIT: "0" };
  const stuck = await connectDatabase(process.env.PGDATABASE);
  await fillQueue(stuck);
  const without = await deliver(["Stored, but not announced.", "Neither is this one."], { run: { environment } });
  await stuck.end();
  assert.equal(without.result.code, 1);
  assert.match(without.result.log, /"event":"realtime_queue_full"/);
  assert.equal(without.result.report.without_event, 2);
  assert.equal(without.result.report.events ?? 0, 0);
  assert.equal(without.rows.length, 2);
  assert.deepEqual([...without.inConversation, ...without.inBoth, ...without.elsewhere], []);
  await queueIsEmpty();
  assertDelivered(await deliver(["Announced again."], { run: { environment } }), 1);
});

await check("ids beyond what JavaScript holds exactly are strings", async () => {
  await db.query("ALTER TABLE messages ALTER COLUMN id RESTART WITH 9007199254740993");
  const delivered = await deliver(["The ids have grown a lot."]);
  assert.equal(delivered.result.code, 0, delivered.result.log);
  const [{ payload }] = delivered.inBoth;
  assert.equal(payload.message.id, "9007199254740993");
  assert.equal(payload.conversation_id, Number(delivered.due[0].conversationId));
});

await check("a host with uuids: ids are strings, also that of a conversation that this message begins", async () => {
  const host = await connectDatabase(process.env.UUID_DATABASE);
  const server = await startServer({ PGDATABASE: process.env.UUID_DATABASE });
  const jonas = "a0000000-0000-4000-8000-000000000002";
  const luna = "c0000000-0000-4000-8000-000000000001";
  const engagementId = await value(
    `INSERT INTO proactive.engagements (user_id, companion_id, engagement_type, engagement_content, scheduled_for,
       engagement_status, created_at, relationship_stage, writer, run_id)
     VALUES ($1, $2, 'memory_reminder', 'Have you seen the northern lights?', now() - interval '1 minute', 'scheduled',
       now() - interval '1 hour', 'close_friend', 'template', 'test') RETURNING id`,
    [jonas, luna],
    host,
  );
  const client = await connectClient(server.url, { rooms: [`user_${jonas}`, everyone] });
  const { code, log } = await runProcess({ environment: { PGDATABASE: process.env.UUID_DATABASE } });
  assert.equal(code, 0, log);
  await settle([client], defaults, host);
  const events = received(client);
  assert.deepEqual(events, asEvents(await expectedPayloads(host, [engagementId])));
  const [{ payload }] = events;
  for (const id of [payload.conversation_id, payload.message.id]) assert.match(id, /^[0-9a-f-]{36}$/);
  assert.equal(payload.message.sender_id, luna);
  assert.equal(payload.engagement_id, Number(engagementId));
  client.close();
  await host.end();
  await server.stop();
});

finish();
process.exit();
