// What the test server's model answers to a task: normal (a friendly message that its nonce decides), echo, skip, obedient,
// prose (the same as normal, but it writes a letter to whoever asks, and no JSON unless the service makes it).
import { friendlyMessage, subject } from "./messages.mjs";

// FNV-1a, with its bits mixed once more: near nonces get far numbers.
function hash(text) {
  let value = 0x811c9dc5;
  for (let i = 0; i < text.length; i += 1) value = Math.imul(value ^ text.charCodeAt(i), 0x01000193);
  value = Math.imul(value ^ (value >>> 15), 0x2c1b3c6d);
  return (value ^ (value >>> 13)) >>> 0;
}

// The JSON object at the end of a text, behind whatever instructions were folded before it.
function lastObject(text) {
  const end = text.lastIndexOf("}") + 1;
  for (let at = text.indexOf("{"); at >= 0 && at < end; at = text.indexOf("{", at + 1)) {
    try {
      return JSON.parse(text.slice(at, end));
    } catch {
      // the next brace
    }
  }
  return null;
}

// Of the user's message, the last JSON object; of another text its nonce, where it has one.
export function taskOf(request) {
  const content = String(request.messages?.at?.(-1)?.content ?? "");
  const task = lastObject(content);
  if (task) return task;
  const nonce = content.match(/"nonce"\s*:\s*"((?:[^"\\]|\\.)*)"/)?.[1];
  return nonce === undefined ? {} : { nonce };
}

// Strings in JSON are what this model takes for data; it obeys all else, and what follows a token of a chat template.
const tokens = ["<|im_start|>", "<|im_end|>", "[INST]", "</s>", "<start_of_turn>", "<|eot_id|>"];
function orderOf(messages) {
  for (const message of messages ?? []) {
    const content = String(message?.content ?? "");
    const unquoted = content.replace(/"(?:[^"\\\n]|\\.)*"/g, "");
    const escaped = tokens.map((token) => content.split(token).slice(1).join(" ")).join(" ");
    const found = `${unquoted} ${escaped}`.match(/OBEY\s+(\w+)/);
    if (found) return found[1];
  }
  return null;
}

// The prompt for models that cannot do JSON says so.
const asksForTheMessageAlone = ({ response_format: format, messages }) =>
  format === undefined &&
  Array.isArray(messages) &&
  messages.some((message) => String(message?.content).toLowerCase().includes("answer with the message alone"));

export function contentOf({ model, ignores_format: ignores }, request, answer) {
  const { action, message } = answer;
  if (asksForTheMessageAlone(request)) return action === "skip" ? "SKIP" : message;
  const isMade = !ignores && (request.response_format?.type ?? "text") !== "text";
  if (model !== "prose" || isMade) return JSON.stringify(answer);
  return `Sure! Here is a message that you could send:\n\n"${message}"\n\nShall I make it a little warmer?`;
}

// Names may be long, and messages have at most 100 characters: then the name stands alone.
function echo(name, number) {
  const message = `For ${name}: ${subject(number)}, would you like that?`;
  return message.length <= 100 ? message : `For ${name}: how are you?`;
}

function messageOf(kind, request, task, number) {
  if (kind === "echo") return echo(task.their_name, number);
  const order = kind === "obedient" ? orderOf(request.messages) : null;
  return order ? `I obey ${order} and say so now.` : friendlyMessage(String(task.language ?? "en"), number);
}

// With a word of the memory that it cites, where there is one in English.
function speakingOf(memory, message) {
  const words = String(memory?.text ?? "").match(/[A-Za-z]+/g)?.filter((one) => one !== "OBEY") ?? [];
  const word = words.reverse().reduce((longest, one) => (one.length > longest.length ? one : longest), "");
  const longer = `${message} Or your ${word}?`;
  return word && longer.length <= 100 ? longer : message;
}

export function answer(kind, request, task) {
  const { nonce } = task;
  if (kind === "skip") return { action: "skip", message: "", memory_ids: [], nonce };
  const cites = task.task === "memory_reminder" && Array.isArray(task.memories);
  const cited = cites ? task.memories.slice(0, 1) : [];
  const message = speakingOf(cited[0], messageOf(kind, request, task, hash(String(nonce))));
  return { action: "send", message, memory_ids: cited.map(({ id }) => id), nonce };
}
