// The test server's script: which of its rules applies to a request, and what the service that it describes does not take.

const defaults = { latency_ms: 0, rules: [], model: "normal", record: 0 };
const models = ["normal", "obedient", "echo", "skip"];

export function readScript(given, faultNames) {
  const script = { ...defaults, ...given };
  const unknown = script.rules.find((rule) => !faultNames.includes(rule.do));
  if (unknown) throw new Error(`no such rule: ${unknown.do}`);
  if (!models.includes(script.model)) throw new Error(`no such model: ${script.model}`);
  script.rules = script.rules.map((rule) => ({ ...rule, asked: 0, done: 0, met: new Set() }));
  return script;
}

export function latencyOf({ latency_ms: latency }) {
  return Array.isArray(latency) ? latency[0] + Math.random() * (latency[1] - latency[0]) : latency;
}

// For whom a message is written: the same at the next try.
export const engagementOf = (task, body) =>
  task.their_name === undefined && task.memories === undefined
    ? body.replace(/\\?"nonce\\?"\s*:\s*\\?"[^"\\]*/, "")
    : `${task.their_name} ${JSON.stringify(task.memories)}`;

// Each k-th of those asked, evenly.
const isItsTurn = (rule) =>
  rule.share === undefined || Math.floor(rule.asked * rule.share + 1e-9) > Math.floor((rule.asked - 1) * rule.share + 1e-9);

function applies(rule, calls, body, task) {
  if (rule.match && !body.includes(rule.match)) return false;
  if (rule.after && calls <= rule.after) return false;
  if (rule.times !== undefined && rule.done >= rule.times) return false;
  const whom = rule.first_try_only && engagementOf(task, body);
  if (rule.first_try_only && (task.refused || rule.met.has(whom))) return false;
  rule.asked += 1;
  if (!isItsTurn(rule)) return false;
  rule.done += 1;
  if (rule.first_try_only) rule.met.add(whom);
  return true;
}

export const firstRule = (script, calls, body, task) => script.rules.find((rule) => applies(rule, calls, body, task));

const error = (status, message, code, param) => ({
  status,
  body: JSON.stringify({ error: { message, type: "invalid_request_error", param, code } }),
});
const unsupported = (message, param) => error(400, message, "unsupported_value", param);

// Who may not come in.
export function stranger(script, headers) {
  const sent = String(headers.authorization ?? "");
  const required = Object.entries(script.require_headers ?? {});
  const lacking = required.some(([name, value]) => headers[name.toLowerCase()] !== value);
  if (!lacking && (!script.require_key || sent === `Bearer ${script.require_key}`)) return null;
  const key = sent.replace(/^Bearer /, "");
  return error(401, `Incorrect API key provided: ${key}. You can find your key in your account.`, "invalid_api_key");
}

// What this service does not have or does not let in, as OpenAI's says it.
export function objection(script, request, headers) {
  const unwelcome = stranger(script, headers);
  if (unwelcome) return unwelcome;
  if (!request) return error(400, "We could not parse the JSON body of your request.");
  const format = request.response_format?.type ?? "text";
  if (script.response_formats && !script.response_formats.includes(format)) {
    return unsupported(`response_format '${format}' is not supported`, "response_format");
  }
  const own = script.token_parameter;
  const other = { max_tokens: "max_completion_tokens", max_completion_tokens: "max_tokens" }[own];
  if (other && other in request) {
    const message = `Unsupported parameter: '${other}' is not supported with this model. Use '${own}' instead.`;
    return error(400, message, "unsupported_parameter", other);
  }
  if (script.temperature === false && "temperature" in request) {
    return unsupported("Unsupported value: 'temperature' does not support 0.8 with this model.", "temperature");
  }
  return null;
}
