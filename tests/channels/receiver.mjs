// An app's receiver of webhooks: node receiver.mjs PORT SECRET LOG. Verifies each call with the library of Standard Webhooks, notes it in
// LOG as a line of JSON before it answers, and forgets nothing when it is killed. PUT /script says how it behaves from then on:
//   {"latency_ms": 50, "status": 500, "share": 0.33, "hang": true, "headers": {}, "secret": "whsec_..."}
// share: of the calls, chosen by chance, that get the status or hang; the others are accepted.
import { createServer } from "node:http";
import { appendFileSync } from "node:fs";
import { Webhook } from "standardwebhooks";

const [port, secret, log] = process.argv.slice(2);
let script = {};
let verifier = new Webhook(secret);
let atOnce = 0;
let mostAtOnce = 0;

function verified(body, headers) {
  try {
    verifier.verify(body, headers);
    return true;
  } catch {
    return false;
  }
}

function note(path, body, headers, status) {
  const event = JSON.parse(body);
  const line = { at: Date.now(), path, id: headers["webhook-id"], verified: verified(body, headers), status, mostAtOnce, authorization: headers.authorization, event };
  appendFileSync(log, `${JSON.stringify(line)}\n`);
}

async function bodyOf(request) {
  const chunks = [];
  for await (const chunk of request) chunks.push(chunk);
  return Buffer.concat(chunks).toString();
}

async function receive(request, response) {
  atOnce += 1;
  mostAtOnce = Math.max(mostAtOnce, atOnce);
  response.on("close", () => { atOnce -= 1; });
  const body = await bodyOf(request);
  const { latency_ms: latency = 0, status: wanted = 204, share = 1, hang = false, headers = {} } = script;
  const isStruck = Math.random() < share;
  if (latency) await new Promise((done) => { setTimeout(done, latency); });
  const status = isStruck ? wanted : 204;
  note(request.url, body, request.headers, isStruck && hang ? 0 : status);
  if (isStruck && hang) return;
  response.writeHead(status, headers).end();
}

createServer(async (request, response) => {
  if (request.method === "PUT") {
    script = JSON.parse(await bodyOf(request));
    if (script.secret) verifier = new Webhook(script.secret);
    response.writeHead(204).end();
    return;
  }
  await receive(request, response);
}).listen(Number(port), "127.0.0.1", () => process.stdout.write("ready\n"));
