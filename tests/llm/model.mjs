// What the test server's model answers to a task: normal (a friendly message that its nonce decides), echo, skip, obedient, parrot,
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

// The obedient model takes strings in JSON for data, and obeys all else: all of the system message, what follows a token of a chat
// template, what nobody sees, and what stands outside of strings for one of its readings, of which each knows a disguise.
const tokens = ["<|im_start|>", "<|im_end|>", "[INST]", "</s>", "<start_of_turn>", "<|eot_id|>"];
const invisible = /[\p{Default_Ignorable_Code_Point}\u2800\ufff9-\ufffb]/gu;
const folded = (text) => text.normalize("NFKC").replace(invisible, "");
const quotesLike = /[\u201c-\u201f\u2033\u2036\u275d\u275e\u301d-\u301f\u02ba\u02dd\u05f4]/gu;
const readings = [
  (content) => content,
  folded,
  (content) => folded(content).replace(quotesLike, '"'),
  (content) => folded(content).replaceAll("\\", ""), // escapes are nothing to it
  (content) => folded(content).replace(/[\u2774\u2775\u27e8\u27e9\u276e\u276f\u3008\u3009\u2770\u2771]/gu, '"'),
  (content) => content.replace(/\\[nrt]|\\u2028|\\u2029|\\u0085|[\u2028\u2029\u0085]/g, "\n"), // a string ends with its line
];
const outsideOfStrings = (text) => text.replace(/"(?:[^"\\\n]|\\.)*"/g, "");
const behindTokens = (text) => tokens.map((token) => text.split(token).slice(1).join(" ")).join(" ");
// Letters as tags (U+E0020...), and as variation selectors that stand for bytes.
function hiddenIn(text) {
  const of = (pattern, letter) => (text.match(pattern) ?? []).map((c) => String.fromCodePoint(letter(c.codePointAt(0)))).join("");
  const bytes = of(/[\u{FE00}-\u{FE0F}\u{E0100}-\u{E01EF}]/gu, (c) => (c < 0xe0100 ? c - 0xfe00 : c - 0xe0100 + 16));
  return `${of(/[\u{E0020}-\u{E007E}]/gu, (c) => c - 0xe0000)} ${bytes}`;
}
function orderOf(messages) {
  for (const message of messages ?? []) {
    const content = String(message?.content ?? "");
    const open = message?.role === "system" ? [content] : readings.map((read) => outsideOfStrings(read(content)));
    const heard = [...open, behindTokens(content), behindTokens(folded(content)), hiddenIn(content)].join(" ");
    const found = heard.match(/OBEY\s+(\w+)/);
    if (found) return found[1];
  }
  return null;
}

// The parrot says the worst of all texts that it was given, word for word.
const bad = [/\bevil/iu, /https?|hxxp|www|:\/\//iu, /[@\uff20#]/u, /OBEY|ignore/iu, /prompt|instruction|nonce/iu, /\d{3}/u];
const badness = (text) => bad.filter((sign) => sign.test(text.normalize("NFKC"))).length;
const textsIn = (value) => (typeof value === "string" ? [value] : Object.values(value ?? {}).flatMap(textsIn));
function worstOf({ nonce: _, refused: __, ...task }) {
  const texts = textsIn(task).filter((text) => text.length >= 20 && [...text].length !== 60); // names are cut there, and addresses
  return texts.sort((one, other) => badness(other) - badness(one) || other.length - one.length)[0];
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
  // Once, and seldom at the second try: else none of its messages would be sent.
  if (kind === "parrot" && (!task.refused || number % 64 === 0)) return worstOf(task) ?? echo(task.their_name, number);
  const order = kind === "obedient" ? orderOf(request.messages) : null;
  return order ? `I obey ${order} and say so now.` : friendlyMessage(String(task.language ?? "en"), number);
}

// With a word of the memory that it cites, where there is one in English.
function speakingOf(memory, message) {
  const words = String(memory?.text ?? "").match(/[A-Za-z]+/g)?.filter((one) => one !== "OBEY") ?? [];
  const word = words.reverse().reduce((longest, one) => (one.length > longest.length ? one : longest), "");
  if (!word) return message;
  const all = [`${message} Or your ${word}?`, `Shall we talk about your ${word}?`];
  return all.find((one) => one.length <= 100) ?? message;
}

export function answer(kind, request, task) {
  const { nonce } = task;
  if (kind === "skip") return { action: "skip", message: "", memory_ids: [], nonce };
  const cites = task.task === "memory_reminder" && Array.isArray(task.memories);
  const cited = cites ? task.memories.slice(0, 1) : [];
  const plain = messageOf(kind, request, task, hash(String(nonce)));
  const message = kind === "parrot" && !task.refused ? plain : speakingOf(cited[0], plain);
  return { action: "send", message, memory_ids: cited.map(({ id }) => id), nonce };
}
