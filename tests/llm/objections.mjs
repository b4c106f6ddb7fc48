// What a service does not let in or does not take, in the words of its kind (the script's dialect).
import { atTop, google, withCode } from "./wordings.mjs";

const plain = { "content-type": "text/plain; charset=utf-8" };
const said = ({ status, body, headers }) => ({ status, body: typeof body === "string" ? body : JSON.stringify(body), headers });

// Who may not come in.
export function stranger(script, headers) {
  const sent = String(headers.authorization ?? "");
  const required = Object.entries(script.require_headers ?? {});
  const lacking = required.some(([name, value]) => headers[name.toLowerCase()] !== value);
  if (!lacking && (!script.require_key || sent === `Bearer ${script.require_key}`)) return null;
  const key = sent.replace(/^Bearer /, "");
  const message = `Incorrect API key provided: ${key}. You can find your key in your account.`;
  return said(withCode(401, "invalid_request_error", "invalid_api_key", message));
}

// An objection: where it is in the request, what stands there, what may stand there (undefined where nothing may), and OpenAI's
// sentence and code for it.
const oneOf = (taken) => taken.map((value) => `'${value}'`).join(taken.length > 2 ? ", " : " or ");
const sentence = ({ taken }) => (taken ? `Input should be ${oneOf(taken)}` : "Extra inputs are not permitted");
const kind = ({ taken }) => (taken ? "literal_error" : "extra_forbidden");
const detail = (objection) => [
  {
    type: kind(objection), loc: ["body", ...objection.at], msg: sentence(objection), input: objection.value,
    ...(objection.taken && { ctx: { expected: oneOf(objection.taken) } }),
  },
];
const unknown = ({ at, value, taken }) => {
  const wanted = (taken ?? ["model", "messages", "stream"]).map((name) => `\`${name}\``).join(", ");
  return `unknown ${taken ? `variant \`${value}\`` : `field \`${at.at(-1)}\``}, expected one of ${wanted} at line 1 column 1711`;
};
// As Python shows the list.
const shown = ([{ type, loc, msg, input }]) => {
  const path = loc.map((step) => (typeof step === "string" ? `'${step}'` : step)).join(", ");
  const told = msg.includes("'") ? `"${msg}"` : `'${msg}'`;
  return `[{'type': '${type}', 'loc': (${path}), 'msg': ${told}, 'input': ${typeof input === "string" ? `'${input}'` : input}}]`;
};
const unmet = ({ at, value, taken }) =>
  taken ? `enum ${value} not in ${taken.join(",")} at '/${at.join("/")}'` : `additional properties at '/' are '${at.at(-1)}'`;

const dialects = {
  openai: ({ message, code, at }) => withCode(400, "invalid_request_error", code, message, { param: at[0] }),
  mistral: (objection) => ({
    status: 422,
    body: { object: "error", message: { detail: detail(objection) }, type: "invalid_request_error", param: null, code: null },
  }),
  // Of the same service, from another of its models.
  mistral_list: (objection) => ({
    status: 422,
    body: {
      object: "Error", detail: detail(objection), message: detail(objection), type: "invalid_request_error", code: 3001,
    },
  }),
  cloudflare: (objection) => ({
    status: 400,
    body: {
      success: false, result: {}, messages: [],
      errors:
        objection.value === "json_schema"
          ? [{ code: 5025, message: "AiError: This model doesn't support JSON Schema." }]
          : [{ code: 5006, message: `AiError: Bad input: Error: oneOf at '/' not met, 0 matches: ${unmet(objection)} (d9e09afe-fe49)` }],
    },
  }),
  vllm: (objection) => atTop(400, "BadRequestError", shown(detail(objection))),
  text422: (objection) => ({
    status: 422,
    body: `Failed to deserialize the JSON body into the target type: ${objection.at.join(".")}: ${unknown(objection)}`,
    headers: plain,
  }),
  fastapi: (objection) => ({ status: 422, body: { detail: detail(objection) } }),
  silent400: () => ({ status: 400, body: { error: "Bad Request" } }),
  silent500: () => ({ status: 500, body: "Internal Server Error", headers: plain }),
};

const systemWordings = {
  gemma_400: atTop(400, "BadRequestError", "System role not supported"),
  gemma_500: withCode(
    500,
    "server_error",
    500,
    "\n------------\nWhile executing CallExpression at line 1, column 67 in source:\n" +
      "...{% if messages[0]['role'] == 'system' %}{{ raise_exception('System role not supporte...\n" +
      "                                           ^\nError: Jinja Exception: System role not supported",
  ),
  llama_cpp_python: withCode(
    500,
    "internal_server_error",
    null,
    "Conversation roles must alternate user/assistant/user/assistant/...",
  ),
  mistral_template: atTop(400, "BadRequestError", "Only user and assistant roles are supported!"),
  gemini_gemma: google(400, "INVALID_ARGUMENT", "Developer instruction is not enabled for models/gemma-3-27b-it"),
};

const boundsWordings = {
  openai: (word, path) =>
    withCode(
      400,
      "invalid_request_error",
      null,
      `Invalid schema for response_format 'outreach': In context=('properties', '${path}'), '${word}' is not permitted.`,
      { param: "response_format" },
    ),
  groq: (word, path) => ({
    status: 400,
    body: {
      error: {
        message: `invalid schema for response format: response_format/json_schema/${path}: ${word} is not supported`,
        type: "invalid_request_error",
      },
    },
  }),
  anthropic: (word) =>
    withCode(400, "invalid_request_error", null, `output_config.format.schema: For 'string' type, property '${word}' is not supported`),
  gemini: (word, path) =>
    google(
      400,
      "INVALID_ARGUMENT",
      `Invalid JSON payload received. Unknown name "${word}" at 'generation_config.response_schema.properties.${path}': Cannot find field.`,
    ),
};
const bounds = ["minLength", "maxLength", "pattern", "minItems", "maxItems", "uniqueItems", "minimum", "maximum", "const"];

export const wordings = {
  dialect: Object.keys(dialects),
  system_wording: Object.keys(systemWordings),
  bounds_wording: Object.keys(boundsWordings),
};

function formatObjection({ response_formats: taken }, request) {
  const value = request.response_format?.type ?? "text";
  if (!taken || taken.includes(value)) return null;
  const message = `response_format '${value}' is not supported`;
  return { at: ["response_format", "type"], value, taken, message, code: "unsupported_value" };
}

function tokensObjection({ token_parameter: own }, request) {
  const other = { max_tokens: "max_completion_tokens", max_completion_tokens: "max_tokens" }[own];
  if (!other || !(other in request)) return null;
  const message = `Unsupported parameter: '${other}' is not supported with this model. Use '${own}' instead.`;
  return { at: [other], value: request[other], message, code: "unsupported_parameter" };
}

function temperatureObjection(script, request) {
  if (script.temperature !== false || !("temperature" in request)) return null;
  const message = "Unsupported value: 'temperature' does not support 0.8 with this model.";
  return { at: ["temperature"], value: request.temperature, message, code: "unsupported_value" };
}

function systemObjection(script, request) {
  const roles = Array.isArray(request.messages) ? request.messages.map((message) => message?.role) : [];
  const place = roles.findIndex((role) => role !== "user" && role !== "assistant");
  if (script.system_role !== false || place < 0) return null;
  const message = "System role not supported";
  return { at: ["messages", place, "role"], value: roles[place], taken: ["user", "assistant"], message, code: null };
}

// The first word of the answer's schema that bounds a member of it.
function boundObjection(script, request) {
  if (script.schema_bounds !== false) return null;
  for (const [path, member] of Object.entries(request.response_format?.json_schema?.schema?.properties ?? {})) {
    const word = bounds.find((name) => name in member || name in (member.items ?? {}));
    if (word) return { at: ["response_format", "json_schema", "schema", "properties", path, word], word, path };
  }
  return null;
}

export function objection(script, request, headers) {
  const unwelcome = stranger(script, headers);
  if (unwelcome) return unwelcome;
  if (!request) return said(withCode(400, "invalid_request_error", null, "We could not parse the JSON body of your request."));
  const say = dialects[script.dialect];
  const system = systemObjection(script, request);
  if (system) return said(systemWordings[script.system_wording] ?? say(system));
  const found =
    formatObjection(script, request) ?? tokensObjection(script, request) ?? temperatureObjection(script, request);
  if (found) return said(say(found));
  const bound = boundObjection(script, request);
  if (!bound) return null;
  const { word, path } = bound;
  return said(script.dialect.startsWith("silent") ? say(bound) : boundsWordings[script.bounds_wording](word, path));
}
