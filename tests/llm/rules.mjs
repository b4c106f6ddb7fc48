// The test server's script: which of its rules applies to a request, and how long an answer takes.
import { wordings } from "./objections.mjs";

const defaults = {
  latency_ms: 0, rules: [], model: "normal", record: 0, dialect: "openai", bounds_wording: "openai", models: ["test-model"],
  models_form: "openai",
};
const choices = {
  ...wordings,
  model: ["normal", "obedient", "parrot", "echo", "skip", "prose"],
  models_form: ["openai", "gemini", "ollama", "none"],
};

export function readScript(given, plays) {
  const script = { ...defaults, ...given };
  const unknown = script.rules.find((rule) => !plays.includes(rule.do));
  if (unknown) throw new Error(`no such rule: ${unknown.do}`);
  for (const [field, known] of Object.entries(choices)) {
    const value = script[field];
    if (value !== undefined && !known.includes(value)) throw new Error(`no such ${field}: ${value}`);
  }
  const since = Date.now();
  script.rules = script.rules.map((rule) => ({ ...rule, since, asked: 0, done: 0, met: new Set() }));
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

function isItsTime({ since, after_ms: after = 0, for_ms: lasting = Infinity }) {
  const age = Date.now() - since;
  return age >= after && age < after + lasting;
}

function applies(rule, calls, body, task) {
  if (rule.match && ![rule.match].flat().some((text) => body.includes(text))) return false;
  if (rule.after && calls <= rule.after) return false;
  if (!isItsTime(rule)) return false;
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

// A server that answers so many at a time: the others queue for a place.
export class Queue {
  #free;
  #waiting = [];

  constructor(places = Infinity) {
    this.#free = places;
  }

  async enter() {
    if (this.#free > 0) this.#free -= 1;
    else await new Promise((resolve) => this.#waiting.push(resolve));
  }

  leave() {
    const next = this.#waiting.shift();
    if (next) next();
    else this.#free += 1;
  }
}
