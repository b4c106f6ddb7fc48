// What the test server's model answers to a task: normal (a friendly message that its nonce decides), echo, skip, obedient.
import { friendlyMessage, subject } from "./messages.mjs";

// FNV-1a, with its bits mixed once more: near nonces get far numbers.
function hash(text) {
  let value = 0x811c9dc5;
  for (let i = 0; i < text.length; i += 1) value = Math.imul(value ^ text.charCodeAt(i), 0x01000193);
  value = Math.imul(value ^ (value >>> 15), 0x2c1b3c6d);
  return (value ^ (value >>> 13)) >>> 0;
}

// Of the user's message, one JSON object; of another text its nonce, where it has one.
export function taskOf(request) {
  const content = String(request.messages?.at?.(-1)?.content ?? "");
  try {
    const task = JSON.parse(content);
    if (task && typeof task === "object" && !Array.isArray(task)) return task;
  } catch {
    // falls through
  }
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
  const word = String(memory?.text ?? "").match(/[A-Za-z]+$/)?.[0];
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
