// A service that speaks OpenAI's chat completions: node tests/llm/server.mjs [--port N] [--tls CERT KEY] [--h1-only]
// Prints {"port":...,"url":...} when it listens on 127.0.0.1. Without a script its model answers well and at once.
//   POST /_script   replaces the script, and counts anew:
//     latency_ms: 300 or [from, to]; model: normal, echo, skip, obedient; record: keep so many requests;
//     response_formats: those that it has; token_parameter: the one that it has; temperature: false where it has none;
//     require_key, require_headers: 401 without;
//     rules: [{do: a name of faults.mjs, share: 0.1, times: 3, after: 10, match: text of the body,
//              first_try_only: true, ...}], of which the first that applies decides
//   GET /_stats     what was asked since
// With --tls it offers HTTP/2 and HTTP/1.1, with --h1-only HTTP/1.1 alone.
import { readFileSync } from "node:fs";
import http from "node:http";
import http2 from "node:http2";
import https from "node:https";
import { faults } from "./faults.mjs";
import { answer, taskOf } from "./model.mjs";
import { engagementOf, firstRule, latencyOf, objection, readScript, stranger } from "./rules.mjs";
import { Tally } from "./tally.mjs";

const json = { "content-type": "application/json" };
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
let number = 0;
function restart(newScript) {
  script = readScript(newScript, Object.keys(faults));
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

function send(response, status, body, headers = json) {
  response.writeHead(status, { ...headers, "content-length": Buffer.byteLength(body) });
  response.end(body);
}

function completionOf(request, body, content) {
  const [prompt, written] = [body, content].map((text) => Math.ceil(Buffer.byteLength(text) / 4));
  return {
    id: `chatcmpl-${(number += 1)}`,
    object: "chat.completion",
    created: Math.floor(Date.now() / 1000),
    model: request.model,
    choices: [{ index: 0, message: { role: "assistant", content }, finish_reason: "stop" }],
    usage: { prompt_tokens: prompt, completion_tokens: written, total_tokens: prompt + written },
  };
}

// What a fault gets: the good answer, and ways to spoil it. It is gone when the client or the server has ended it.
class Exchange {
  gone = false;
  destroyed = false;

  constructor(request, task, body, incoming, response) {
    this.incoming = incoming;
    this.response = response;
    this.headers = incoming.headers;
    this.answer = answer(script.model, request, task);
    this.another = tally.lastAnswer;
    tally.lastAnswer = this.answer;
    this.completion = (content) => completionOf(request, body, content);
  }

  send(status, body, headers = {}) {
    if (!this.gone) send(this.response, status, body, { ...json, ...headers });
  }

  destroy() {
    if (this.gone) return;
    this.destroyed = true;
    if (this.incoming.httpVersionMajor === 2) this.response.stream.close(http2.constants.NGHTTP2_INTERNAL_ERROR);
    else this.incoming.socket.destroy();
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
    exchange.gone = true;
    const ended = response.writableEnded && response.writableFinished && !stream?.rstCode;
    since.end(ended ? response.statusCode : null, exchange.destroyed, engagement);
  });
}

async function complete(incoming, response) {
  const body = await readAll(incoming);
  if (body === null) {
    tally.counts.aborted += 1;
    return;
  }
  const request = parsed(body);
  const task = taskOf(request ?? {});
  const exchange = new Exchange(request ?? {}, task, body, incoming, response);
  count(exchange, request, body, task);
  const objected = objection(script, request, incoming.headers);
  const rule = firstRule(script, tally.counts.calls, body, task);
  if (rule) tally.rule(rule.do);
  const latency = latencyOf(script);
  if (latency > 0) await new Promise((resolve) => setTimeout(resolve, latency));
  if (exchange.gone) return;
  if (rule) await faults[rule.do](exchange, rule);
  else if (objected) exchange.send(objected.status, objected.body);
  else exchange.send(200, JSON.stringify(exchange.completion(JSON.stringify(exchange.answer))));
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

async function respond(incoming, response) {
  const path = incoming.url.split("?")[0];
  if (incoming.method === "POST" && path.endsWith("/chat/completions")) return complete(incoming, response);
  if (incoming.method === "POST" && path === "/_script") return replaceScript(incoming, response);
  if (path === "/_stats") return send(response, 200, JSON.stringify(tally.counts));
  const unwelcome = stranger(script, incoming.headers);
  if (unwelcome) return send(response, unwelcome.status, unwelcome.body);
  if (path.endsWith("/models")) {
    return send(response, 200, JSON.stringify({ object: "list", data: [{ id: "test-model", object: "model" }] }));
  }
  return send(response, 404, JSON.stringify({ error: { message: `no such path: ${path}` } }));
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
