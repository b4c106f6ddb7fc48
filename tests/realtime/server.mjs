// A Socket.IO server as an app runs several of them: node tests/realtime/server.mjs
//   SIO_NAMESPACE (/), SIO_CHANNEL_PREFIX (socket.io), SIO_PORT (0: a free one), SIO_HOST (127.0.0.1)
// The database is that of DATABASE_URL or PG*. Prints {"url":...} when it hears PostgreSQL's notifications.
// Clients name their rooms in the handshake, auth {rooms: [...]}: an app must find out itself which ones are theirs.
// For page.html it also serves the messages of a conversation: /conversations/ID
import { readFile } from "node:fs/promises";
import http from "node:http";
import { createAdapter } from "@socket.io/postgres-adapter";
import pg from "pg";
import { Server } from "socket.io";

const namespace = process.env.SIO_NAMESPACE || "/";
const channelPrefix = process.env.SIO_CHANNEL_PREFIX || "socket.io";
const host = process.env.SIO_HOST || "127.0.0.1";
const port = Number(process.env.SIO_PORT || 0);
const historyLength = 200;

const sessionName = `socket.io server ${process.pid}`;
const connection = process.env.DATABASE_URL ? { connectionString: process.env.DATABASE_URL } : {};
const pool = new pg.Pool({ ...connection, application_name: sessionName });
pool.on("error", (problem) => console.error(`the database closed a connection: ${problem.message}`));

const isNotAnId = (problem) => ["22P02", "22003"].includes(problem.code);

async function conversation(id) {
  const found = await pool.query(
    `SELECT v.id, u.name AS user_name, c.name AS companion_name
       FROM conversations v JOIN users u ON u.id = v.user_id JOIN companions c ON c.id = v.companion_id
      WHERE v.id = $1`,
    [id],
  );
  if (found.rows.length === 0) return null;
  const newest = await pool.query(
    `SELECT id, sender_type, content, created_at FROM messages
      WHERE conversation_id = $1 ORDER BY created_at DESC, id DESC LIMIT $2`,
    [id, historyLength],
  );
  return { ...found.rows[0], messages: newest.rows.reverse() };
}

function send(response, status, type, body) {
  response.writeHead(status, { "content-type": `${type}; charset=utf-8`, "cache-control": "no-store" }).end(body);
}

async function answer(request, response) {
  const { pathname } = new URL(request.url, "http://localhost");
  const wanted = pathname.match(/^\/conversations\/([^/]+)$/);
  if (request.method !== "GET") return send(response, 405, "text/plain", "only GET\n");
  if (pathname === "/") return send(response, 200, "text/html", await readFile(new URL("page.html", import.meta.url)));
  const found = wanted && (await conversation(decodeURIComponent(wanted[1])));
  if (!found) return send(response, 404, "text/plain", "not found\n");
  return send(response, 200, "application/json", JSON.stringify(found));
}

const server = http.createServer((request, response) => {
  answer(request, response).catch((problem) => {
    const status = isNotAnId(problem) || problem instanceof URIError ? 404 : 500;
    if (status === 500) console.error(problem);
    send(response, status, "text/plain", status === 404 ? "not found\n" : "the server has failed, see its log\n");
  });
});
const errorHandler = (problem) => console.error(`adapter: ${problem.message}`);
const io = new Server(server, { adapter: createAdapter(pool, { channelPrefix, errorHandler }) });
for (const name of new Set(["/", namespace])) {
  io.of(name).on("connection", (socket) => {
    const { rooms } = socket.handshake.auth;
    if (Array.isArray(rooms)) socket.join(rooms.map(String));
  });
}

// The adapter does not say when it listens; the session that it keeps for this shows its last statement, and the namespace /
// comes first.
async function listening() {
  const statement = `LISTEN "${channelPrefix}#${namespace}"`;
  for (;;) {
    const sessions = await pool.query(
      "SELECT FROM pg_stat_activity WHERE application_name = $1 AND query = $2 AND state = 'idle'",
      [sessionName, statement],
    );
    if (sessions.rowCount > 0) return;
    await new Promise((resolve) => setTimeout(resolve, 20));
  }
}

function fail(problem) {
  console.error(`server: ${problem.message}`);
  process.exit(1);
}

for (const signal of ["SIGINT", "SIGTERM", "SIGHUP"]) process.on(signal, () => process.exit(0));
server.on("error", fail);
server.listen(port, host, () => {
  const shownHost = host.includes(":") ? `[${host}]` : host;
  const url = `http://${shownHost}:${server.address().port}`;
  listening().then(() => console.log(JSON.stringify({ url, port: server.address().port })), fail);
});
