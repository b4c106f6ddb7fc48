// A service that speaks OpenAI's chat completions: node tests/llm/server.mjs [--port N] [--tls CERT KEY] [--h1-only]
// Prints {"port":...,"url":...} when it listens on 127.0.0.1. Without a script its model answers well and at once.
//   POST /_script   replaces the script, and counts anew:
//     latency_ms: 300 or [from, to]; model: normal, echo, skip, obedient; record: keep so many requests;
//     response_formats: those that it has; token_parameter: the one that it has; temperature: false where it has none;
//     require_key, require_headers: 401 without;
//     rules: [{do: a name of faults.mjs, share: 0.1, times: 3, after: 10, match: text of the body, first_try_only: true, ...}]
//   GET /_stats     what was asked since
// With --tls it offers HTTP/2 and HTTP/1.1, with --h1-only HTTP/1.1 alone.
import { readFileSync } from "node:fs";
import http from "node:http";
import http2 from "node:http2";
import https from "node:https";
import { faults } from "./faults.mjs";
import { answer } from "./model.mjs";

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
let counts;
let number = 0;
function restart(newScript) {
  script = { latency_ms: 0, rules: [], model: "normal", record: 0, ...newScript };
  for (const rule of script.rules) Object.assign(rule, { asked: 0, done: 0, met: new Set() });
  counts = {
    calls: 0, by_status: {}, by_rule: {}, in_flight: 0, most_in_flight: 0, connections: 0, aborted: 0,
    http_versions: {}, formats: {}, requests: [], last_answer: null,
  };
}
restart({});

const add = (object, key) => (object[key] = (object[key] ?? 0) + 1);
const readAll = (request) =>
  new Promise((resolve, reject) => {
    const pieces = [];
    request.on("data", (piece) => pieces.push(piece));
    request.on("end", () => resolve(Buffer.concat(pieces).toString()));
    request.on("error", reject);
  });

// Each k-th of those asked, evenly.
const isItsTurn = (rule) =>
  rule.share === undefined || Math.floor(rule.asked * rule.share + 1e-9) > Math.floor((rule.asked - 1) * rule.share + 1e-9);

function applies(rule, body, task) {
  if (rule.match && !body.includes(rule.match)) return false;
  if (rule.after && counts.calls <= rule.after) return false;
  if (rule.times && rule.done >= rule.times) return false;
  const whom = `${task.their_name} ${JSON.stringify(task.memories)}`;
  if (rule.first_try_only && (task.refused || rule.met.has(whom))) return false;
  rule.asked += 1;
  if (!isItsTurn(rule)) return false;
  rule.done += 1;
  rule.met.add(whom);
  return true;
}

const refusal = (message, param, code) => ({ status: 400, body: { error: { message, type: "invalid_request_error", param, code } } });

// What this service does not have or does not let in, as OpenAI's says it.
function objection(request, headers) {
  const format = request.response_format?.type ?? "text";
  const key = String(headers.authorization ?? "").replace(/^Bearer /, "");
  const lacking = Object.entries(script.require_headers ?? {}).some(([name, value]) => headers[name] !== value);
  if (lacking || (script.require_key && key !== script.require_key)) {
    const message = `Incorrect API key provided: ${key}. You can find your key in your account.`;
    return { status: 401, body: { error: { message, type: "invalid_request_error", code: "invalid_api_key" } } };
  }
  if (script.response_formats && !script.response_formats.includes(format)) {
    return refusal(`response_format '${format}' is not supported`, "response_format", "unsupported_value");
  }
  const other = { max_tokens: "max_completion_tokens", max_completion_tokens: "max_tokens" }[script.token_parameter];
  if (other && other in request) {
    const message = `Unsupported parameter: '${other}' is not supported with this model. Use '${script.token_parameter}' instead.`;
    return refusal(message, other, "unsupported_parameter");
  }
  if (script.temperature === false && "temperature" in request) {
    return refusal("Unsupported value: 'temperature' does not support 0.8 with this model.", "temperature", "unsupported_value");
  }
  return null;
}

function taskOf(request) {
  try {
    return JSON.parse(request.messages.at(-1).content);
  } catch {
    return {};
  }
}

function exchangeOf(request, task, body, incoming, response) {
  const own = answer(script.model, request, task, (number += 1));
  const another = counts.last_answer;
  counts.last_answer = own;
  return {
    answer: own,
    another,
    response,
    headers: incoming.headers,
    completion: (content) => ({
      id: `chatcmpl-${number}`,
      object: "chat.completion",
      created: Math.floor(Date.now() / 1000),
      model: request.model,
      choices: [{ index: 0, message: { role: "assistant", content }, finish_reason: "stop" }],
      usage: { prompt_tokens: Math.ceil(body.length / 4), completion_tokens: Math.ceil(content.length / 4) },
    }),
    send(status, text, headers = {}) {
      if (response.destroyed) return;
      response.writeHead(status, { "content-type": "application/json", ...headers });
      response.end(text);
    },
    destroy: () => (incoming.httpVersionMajor === 2 ? response.stream.close(http2.constants.NGHTTP2_INTERNAL_ERROR) : incoming.socket.destroy()),
  };
}

function countCall(request, body, incoming, response) {
  counts.calls += 1;
  counts.in_flight += 1;
  counts.most_in_flight = Math.max(counts.most_in_flight, counts.in_flight);
  add(counts.http_versions, incoming.httpVersion);
  add(counts.formats, request.response_format?.type ?? "text");
  if (script.record > 0) counts.requests = [...counts.requests.slice(1 - script.record), { headers: incoming.headers, body }];
  const since = counts;
  response.on("close", () => {
    since.in_flight -= 1;
    if (response.writableFinished) add(since.by_status, response.statusCode);
    else since.aborted += 1;
  });
}

const latency = () =>
  Array.isArray(script.latency_ms)
    ? script.latency_ms[0] + Math.random() * (script.latency_ms[1] - script.latency_ms[0])
    : script.latency_ms;

async function complete(incoming, response) {
  const body = await readAll(incoming);
  const request = JSON.parse(body);
  countCall(request, body, incoming, response);
  const objected = objection(request, incoming.headers);
  const task = taskOf(request);
  const exchange = exchangeOf(request, task, body, incoming, response);
  const rule = script.rules.find((candidate) => applies(candidate, body, task));
  if (latency() > 0) await new Promise((resolve) => setTimeout(resolve, latency()));
  if (rule) {
    add(counts.by_rule, rule.do);
    return faults[rule.do](exchange, rule);
  }
  if (objected) return exchange.send(objected.status, JSON.stringify(objected.body));
  return exchange.send(200, JSON.stringify(exchange.completion(JSON.stringify(exchange.answer))));
}

async function respond(incoming, response) {
  const send = (body) => response.writeHead(200, { "content-type": "application/json" }).end(JSON.stringify(body));
  const path = incoming.url.split("?")[0];
  if (incoming.method === "POST" && path.endsWith("/chat/completions")) return complete(incoming, response);
  if (path === "/_script") {
    restart(JSON.parse(await readAll(incoming)));
    return send({});
  }
  if (path === "/_stats") return send({ ...counts, last_answer: undefined });
  const objected = objection({}, incoming.headers);
  if (objected?.status === 401) return response.writeHead(401).end(JSON.stringify(objected.body));
  if (path.endsWith("/models")) return send({ object: "list", data: [{ id: "test-model", object: "model" }] });
  return response.writeHead(404).end();
}

function createServer() {
  if (options.tls && options.h1Only) return https.createServer(options.tls);
  return options.tls ? http2.createSecureServer({ ...options.tls, allowHTTP1: true }) : http.createServer();
}

const server = createServer();
server.keepAliveTimeout = 120_000;
server.on("request", (incoming, response) => {
  response.on("error", () => {});
  respond(incoming, response).catch((problem) => {
    console.error(problem);
    if (!response.headersSent) response.writeHead(500).end();
  });
});
server.on(options.tls ? "secureConnection" : "connection", () => (counts.connections += 1));
server.on("sessionError", () => {});
server.listen(options.port, "127.0.0.1", () => {
  const { port } = server.address();
  console.log(JSON.stringify({ port, url: `${options.tls ? "https" : "http"}://127.0.0.1:${port}/v1` }));
});
process.on("SIGTERM", () => process.exit(0));
