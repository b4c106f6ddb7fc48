// The live page of scripts/demo: node scripts/demo.d/live.mjs [--port N] [--seconds N] [--speed N]
// The database is that of PG*, with the tables and the rows of scripts/demo-data.sql; PROACTIVE names the program. Says on standard
// output when the page can be opened. The Socket.IO server is one as an app has it: proactive's deliveries reach it by its own adapter.
import { readFile } from "node:fs/promises";
import http from "node:http";
import { parseArgs } from "node:util";
import { App, longestMessage } from "./app.mjs";
import { Pool, Server, createAdapter } from "./packages.mjs";
import { people } from "./people.mjs";
import { Simulation } from "./simulation.mjs";

const { values: options } = parseArgs({
  options: { port: { type: "string", default: "0" }, seconds: { type: "string" }, speed: { type: "string", default: "20" } },
});
const page = (name) => new URL(`page/${name}`, import.meta.url);
const files = {
  "/page.css": [page("page.css"), "text/css"],
  "/page.mjs": [page("page.mjs"), "text/javascript"],
  "/phone.mjs": [page("phone.mjs"), "text/javascript"],
  "/reasons.mjs": [page("reasons.mjs"), "text/javascript"],
};
const headers = {
  "cache-control": "no-store",
  "content-security-policy": "default-src 'self'; img-src 'self' data:; frame-ancestors 'none'",
  "x-content-type-options": "nosniff",
};

function fail(problem) {
  const isTaken = problem.code === "EADDRINUSE";
  console.error(isTaken ? `demo: port ${options.port} is taken: name another one with --port` : `demo: ${problem.message}`);
  process.exit(1);
}

const db = new Pool();
const noteLoss = (problem) => console.error(`the database closed a connection: ${problem.message}`);
db.on("error", noteLoss);
db.on("connect", (client) => client.on("error", noteLoss)); // also of those in use, as the adapter's is
const app = new App(db);
const phones = await app.open(people).catch(fail);
const phoneOf = (conversation) => phones.find((phone) => phone.conversation === conversation);

function send(response, status, type, body) {
  response.writeHead(status, { ...headers, "content-type": `${type}; charset=utf-8` }).end(body);
}

async function answer(request, response) {
  const { pathname } = new URL(request.url, "http://localhost");
  const [, folder, id] = pathname.match(/^\/(phone|messages)\/(\d+)$/) ?? [];
  const phone = phoneOf(id);
  if (request.method !== "GET") return send(response, 405, "text/plain", "only GET\n");
  if (pathname === "/" || (phone && folder === "phone")) {
    return send(response, 200, "text/html", await readFile(page("page.html")));
  }
  if (phone) return send(response, 200, "application/json", JSON.stringify(await app.history(phone)));
  if (!files[pathname]) return send(response, 404, "text/plain", "not found\n");
  const [file, type] = files[pathname];
  return send(response, 200, type, await readFile(file));
}

const server = http.createServer((request, response) => {
  answer(request, response).catch((problem) => {
    console.error(problem);
    send(response, 500, "text/plain", "the server has failed, see its log\n");
  });
});

// Other pages in the same browser have no business here.
const isOurs = ({ headers: { origin, host } }) => origin === undefined || origin === `http://${host}`;
const io = new Server(server, {
  adapter: createAdapter(db, { errorHandler: (problem) => console.error(`adapter: ${problem.message}`) }),
  allowRequest: (request, decide) => decide(null, isOurs(request)),
});
const tell = (event, payload, conversation) => {
  const listeners = conversation === undefined ? io.local : io.local.to(`conversation_${conversation}`);
  listeners.emit(event, payload);
};
const simulation = new Simulation(app, phones, Number(options.speed), tell);

async function say({ conversation, content } = {}) {
  const phone = phoneOf(conversation);
  const said = typeof content === "string" ? content.trim() : "";
  if (!phone || said === "" || said.length > longestMessage) return { error: `a message has 1 to ${longestMessage} characters` };
  await simulation.say(phone, said);
  return {};
}

io.on("connection", (socket) => {
  for (const { conversation } of phones) socket.join(`conversation_${conversation}`);
  socket.emit("state", simulation.state);
  socket.on("typing", (isTyping) => simulation.setTyping(isTyping === true));
  socket.on("pause", (isPaused) => simulation.pause(isPaused === true));
  socket.on("speed", (speed) => Number.isFinite(speed) && simulation.setSpeed(speed));
  socket.on("say", (message, acknowledge) => {
    const tellResult = typeof acknowledge === "function" ? acknowledge : () => {};
    say(message).then(tellResult, (problem) => {
      console.error(problem);
      tellResult({ error: "it could not be stored" });
    });
  });
});

// Ctrl-C reaches the database and the run that is under way as well: what fails from here on does not matter.
let isEnding = false;
function end() {
  if (isEnding) return;
  isEnding = true;
  simulation.end();
  running.then(() => process.exit(0));
}
for (const signal of ["SIGINT", "SIGTERM", "SIGHUP"]) process.on(signal, end);
if (options.seconds) setTimeout(end, Number(options.seconds) * 1000);

server.on("error", fail);
await new Promise((resolve) => server.listen(Number(options.port), "127.0.0.1", resolve));
console.log(`Open http://127.0.0.1:${server.address().port}/ and see days pass; Ctrl-C ends this.`);
const running = simulation.run().catch((problem) => isEnding || fail(problem));
