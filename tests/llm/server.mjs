// A service that speaks OpenAI's chat completions: node tests/llm/server.mjs [--port N] [--tls CERT KEY] [--h1-only]
// Prints {"port":...,"url":...} when it listens on 127.0.0.1. Without a script its model answers well and at once.
//   POST /_script   replaces the script, and counts anew:
//     latency_ms: 300 or [from, to]; record: keep so many requests; model: normal, echo, skip, obedient, parrot, prose;
//     at_a_time: answers so many at once, the others queue; keeps_working: also for clients that have left;
//     dialect: how it objects to what it does not take: openai, mistral, mistral_list, cloudflare, vllm, text422, fastapi, silent400,
//     silent500;
//     response_formats: those that it takes; ignores_format: takes each, and does not see to it; schema_bounds: false where a schema
//     may not bound its members, and bounds_wording; token_parameter: the one that it has; temperature: false where it has none;
//     system_role: false where it has none, and system_wording instead of the dialect;
//     completions_path: the only one; models: those that it lists; models_form: openai, gemini, ollama, none;
//     moderation: where it judges messages: {flags: regular expression, status: another than 200, times: of that status};
//     require_key, require_headers: 401 without;
//     rules: [{do: a name of plays.mjs, share: 0.1, times: 3, after: 10, after_ms: 500, for_ms: 2000, match: text of the body or
//              several, first_try_only: true, ...}], of which the first that applies decides
//   GET /_stats     what was asked since
// With --tls it offers HTTP/2 and HTTP/1.1, with --h1-only HTTP/1.1 alone.
import { readFileSync } from "node:fs";
import http from "node:http";
import http2 from "node:http2";
import https from "node:https";
import { setTimeout as sleep } from "node:timers/promises";
import { throttles, waitOf } from "./errors.mjs";
import { Exchange, send } from "./exchange.mjs";
import { taskOf } from "./model.mjs";
import { objection, stranger } from "./objections.mjs";
import { plays } from "./plays.mjs";
import { engagementOf, firstRule, latencyOf, Queue, readScript } from "./rules.mjs";
import { Tally } from "./tally.mjs";

const options = { port: 0 };
for (let i = 2; i < process.argv.length; i += 1) {
  if (process.argv[i] === "--port") options.port = Number(process.argv[(i += 1)]);
  else if (process.argv[i] === "--h1-only") options.h1Only = true;
  else if (process.argv[i] === "--tls") {
    options.tls = { cert: readFileSync(process.argv[i + 1]), key: readFileSync(process.argv[i + 2]) };
    i += 2;
  } else throw new Error(`unknown option ${process.argv[i]}`);
}

let script;
let tally;
let queue;
function restart(newScript) {
  script = readScript(newScript, Object.keys(plays));
  queue = new Queue(script.at_a_time);
  tally = new Tally(script.record);
}
restart({});

// null when the client leaves before its request ends.
const readAll = (incoming) =>
  new Promise((resolve) => {
    const pieces = [];
    incoming.on("data", (piece) => pieces.push(piece));
    incoming.on("end", () => resolve((pieces.length === 1 ? pieces[0] : Buffer.concat(pieces)).toString()));
    incoming.on("close", () => resolve(null));
  });

function parsed(body) {
  try {
    const request = JSON.parse(body);
    return request && typeof request === "object" ? request : null;
  } catch {
    return null;
  }
}

// The script may be replaced meanwhile: the call is counted where it began.
function count(exchange, request, body, task) {
  const since = tally;
  const { incoming, response } = exchange;
  const { stream } = response; // of HTTP/2, whose responses also finish when they are cancelled
  const engagement = () => engagementOf(task, body);
  since.begin(request, body, incoming);
  since.noteRetry(engagement);
  response.on("close", () => {
    const ended = response.writableEnded && response.writableFinished && !stream?.rstCode;
    since.end(ended ? response.statusCode : null, exchange.destroyed, engagement, exchange);
  });
}

// Takes the time of an answer, when it is this call's turn; a client that leaves ends it, where the server minds.
async function work({ script: { keeps_working: always, ...given }, left }) {
  const latency = latencyOf(given);
  if (latency <= 0 && given.at_a_time === undefined) return;
  const own = queue;
  await own.enter();
  await Promise.race(always ? [sleep(latency)] : [sleep(latency), left]);
  own.leave();
}

async function complete(incoming, response) {
  const body = await readAll(incoming);
  if (body === null) {
    tally.counts.aborted += 1;
    return;
  }
  const request = parsed(body);
  const task = taskOf(request ?? {});
  const exchange = new Exchange(script, request ?? {}, task, body, incoming, response);
  exchange.another = tally.lastAnswer;
  tally.lastAnswer = exchange.answer;
  count(exchange, request, body, task);
  const objected = objection(script, request, incoming.headers);
  const rule = firstRule(script, tally.counts.calls, body, task);
  exchange.rule = rule;
  if (rule) tally.rule(rule.do);
  await work(exchange);
  if (exchange.gone) return;
  if (rule && rule.do in throttles) tally.wait(waitOf(rule));
  if (rule) await plays[rule.do](exchange, rule);
  else if (objected) exchange.send(objected.status, objected.body, objected.headers);
  else exchange.send(200, JSON.stringify(exchange.completion(exchange.content)));
}

// In the form of OpenAI's, cut to what matters.
async function moderate(incoming, response) {
  const { input } = parsed(await readAll(incoming)) ?? {};
  const { moderation } = script;
  tally.counts.moderations += 1;
  if (moderation.status && tally.counts.moderations <= (moderation.times ?? Infinity)) {
    return send(response, moderation.status, JSON.stringify({ error: { message: `about: ${input}`, code: "by_script" } }));
  }
  const flagged = new RegExp(moderation.flags ?? "(?!)").test(input);
  const result = { flagged, categories: { sexual: flagged, "self-harm": false }, category_scores: { sexual: flagged ? 0.9 : 0.01 } };
  return send(response, 200, JSON.stringify({ id: "modr-1", model: "omni-moderation-latest", results: [result] }));
}

async function replaceScript(incoming, response) {
  const body = await readAll(incoming);
  if (body === null) return;
  try {
    restart(JSON.parse(body));
  } catch (problem) {
    send(response, 400, JSON.stringify({ error: { message: problem.message } }));
    return;
  }
  send(response, 200, "{}");
}

function listModels(response) {
  const name = { openai: (id) => id, gemini: (id) => `models/${id}`, ollama: (id) => `${id}:latest` }[script.models_form];
  const data = script.models.map((id) => ({ id: name(id), object: "model", created: 1700000000, owned_by: "test" }));
  send(response, 200, JSON.stringify({ object: "list", data }));
}

const completions = "/chat/completions";
const isPath = (path, end) =>
  script.completions_path ? path === script.completions_path.replace(completions, end) : path.endsWith(end);

async function respond(incoming, response) {
  const path = new URL(incoming.url, "http://127.0.0.1").pathname; // of a proxy, an address
  if (incoming.method === "POST" && isPath(path, completions)) return complete(incoming, response);
  if (incoming.method === "POST" && path === "/_script") return replaceScript(incoming, response);
  if (path === "/_stats") return send(response, 200, JSON.stringify(tally.counts));
  const unwelcome = stranger(script, incoming.headers);
  if (unwelcome) return send(response, unwelcome.status, unwelcome.body);
  if (script.moderation && incoming.method === "POST" && isPath(path, "/moderations")) return moderate(incoming, response);
  if (isPath(path, "/models") && script.models_form !== "none") return listModels(response);
  tally.counts.paths_not_there += 1;
  return send(response, 404, JSON.stringify({ detail: "Not Found" }));
}

// One session may have hundreds of streams, and bodies without end in them.
const manyStreams = { maxSessionMemory: 1000, settings: { maxConcurrentStreams: 1000 } };
function createServer() {
  if (!options.tls) return http.createServer();
  if (options.h1Only) return https.createServer(options.tls);
  return http2.createSecureServer({ ...options.tls, ...manyStreams, allowHTTP1: true });
}

const server = createServer();
server.keepAliveTimeout = 120_000;
server.headersTimeout = 125_000;
server.on("request", (incoming, response) => {
  incoming.on("error", () => {});
  response.on("error", () => {});
  respond(incoming, response).catch((problem) => {
    console.error(problem);
    if (!response.headersSent) response.writeHead(500).end();
  });
});
server.on(options.tls ? "secureConnection" : "connection", () => (tally.counts.connections += 1));
server.on("sessionError", () => {});
server.listen({ port: options.port, host: "127.0.0.1", backlog: 1024 }, () => {
  const { port } = server.address();
  console.log(JSON.stringify({ port, url: `${options.tls ? "https" : "http"}://127.0.0.1:${port}/v1` }));
});
process.on("SIGTERM", () => process.exit(0));
