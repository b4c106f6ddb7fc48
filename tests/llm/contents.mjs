// How models write down a good answer: each gives the text for an exchange. Where a draft is in it, it is not to be sent.
import { inTurn } from "./wire.mjs";

export const draft = "This is only a draft, nobody should ever get to read it.";
const changed = (change) => (exchange) => JSON.stringify(change(exchange.answer, exchange));
const drafted = ({ answer }, more = {}) => JSON.stringify({ ...answer, message: draft, ...more });
const behind = (thoughts) => (exchange) => `${thoughts(exchange)}${exchange.content}`;
// Between the braces, member by member, with other marks than JSON's.
const written = (key, text) => ({ answer: { action, message, memory_ids: ids, nonce } }) =>
  `{${key("action")}: ${text(action)}, ${key("message")}: ${text(message)}, ${key("memory_ids")}: ${JSON.stringify(ids)}, ` +
  `${key("nonce")}: ${text(nonce)}}`;
const inSingleQuotes = (text) => (text.includes("'") ? `"${text}"` : `'${text}'`); // as Python shows it
const inSmartQuotes = (text) => `“${text}”`;
// A word in the middle of the message stands in quotes.
const saidSo = (message) => message.replace(/^(\S+ )(\w+)/, '$1"$2"');

const tagsOfThoughts = inTurn(["thinking", "reasoning", "thought", "reflection"]);
const stopTokens = inTurn(["<|im_end|>", "</s>", "<end_of_turn>", "<|eot_id|>"]);

const thoughts = {
  think_tags: behind((exchange) => `<think>\nTea? No, the map. ${drafted(exchange, { nonce: "0" })}\n</think>\n\n`),
  // A chat template has the opening tag in the prompt.
  think_without_open: behind((exchange) => `Tea? No, the map. ${drafted(exchange, { nonce: "0" })}\n</think>\n\n`),
  thinking: behind(() => '<think>{"action": "send", "message": "no"}</think>\n'),
  thinking_tags: behind(() => ((tag) => `<${tag}>What would they like? {"a": [</${tag}>\n`)(tagsOfThoughts())),
  bracket_think: behind((exchange) => `[THINK]Something with maps. ${drafted(exchange, { nonce: "" })}[/THINK]`),
  harmony: (exchange) =>
    `<|channel|>analysis<|message|>We need one JSON object: {"action": ...}. Maps!<|end|><|start|>assistant<|channel|>final` +
    `<|message|>${exchange.content}<|return|>`,
  harmony_constrained: (exchange) =>
    `<|channel|>analysis<|message|>Maps, then.<|end|><|start|>assistant<|channel|>final <|constrain|>json<|message|>` +
    exchange.content,
  thoughts_with_braces: behind(
    () =>
      `<think>The form is {"action": "send", "message": "${draft}", "memory_ids": [1]}. In code:\n` +
      '```js\nif (a) { b("}"); const c = `{${"\n```\nSo {{{ and "one quote more, then \\" and ]] }\n</think>\n',
  ),
  draft_then_final: behind((exchange) => `<think>\nPerhaps ${drafted(exchange)}? No, warmer.\n</think>\n`),
  draft_before_final_without_tags: behind((exchange) => `First try: ${drafted(exchange)}\n\nFinal answer:\n`),
  echo_then_answer: behind((exchange) => `${exchange.prompt}\n\n`),
};

const dialects = {
  fenced: (exchange) => `Sure!\n\`\`\`json\n${exchange.content}\n\`\`\``,
  fence_left_open: (exchange) => `\`\`\`json\n${JSON.stringify(exchange.answer, null, 2)}`,
  prose_around: (exchange) => `Here you go: ${JSON.stringify(exchange.answer)} Hope it helps! :}`,
  raw_newline: (exchange) => JSON.stringify(exchange.answer).replace(/("message":"(?:[^"\\]|\\.)*)"/, '$1\n"'),
  trailing_comma: ({ answer }) => JSON.stringify(answer, null, 2).replace(/\n\}$/, ",\n}"),
  single_quotes: written(inSingleQuotes, inSingleQuotes),
  smart_quotes: written(inSmartQuotes, inSmartQuotes),
  unquoted_keys: written((name) => name, JSON.stringify),
  inner_quotes: written(JSON.stringify, (text) => `"${saidSo(text)}"`),
  double_encoded: changed((answer) => JSON.stringify(answer)),
  double_encoded_wrapped: changed((answer) => ({ response: JSON.stringify(answer) })),
  wrapper: changed((answer) => ({ result: answer })),
  // Small models answer a schema with the schema's own form.
  schema_wrapper: changed((answer) => ({ type: "object", properties: answer })),
  list_wrapper: changed((answer) => [answer]),
  capital_keys: changed(({ message, memory_ids, nonce }) => ({
    Action: "Send", Message: message, Memory_IDs: memory_ids, Nonce: nonce,
  })),
  camel_keys: changed(({ memory_ids: memoryIds, ...more }) => ({ ...more, memoryIds })),
  memory_ids_as_text: changed((answer) => ({ ...answer, memory_ids: answer.memory_ids.join(", ") })),
  memory_ids_as_texts: changed((answer) => ({ ...answer, memory_ids: answer.memory_ids.map(String) })),
  memory_ids_as_number: changed((answer) => ({ ...answer, memory_ids: answer.memory_ids[0] ?? null })),
  null_memory_ids: changed((answer) => ({ ...answer, memory_ids: answer.memory_ids.length ? answer.memory_ids : null })),
  extra_keys: changed((answer) => ({ reasoning: "They like {maps}.", ...answer, tone: { warm: true, words: ["tea"] } })),
  python_literals: ({ answer }) => JSON.stringify({ ...answer, mood: 0 }).replace(/"mood":0/, '"mood": None, "sure": True'),
  comments: ({ answer: { action, message, memory_ids: ids, nonce } }) =>
    `{\n  // to whom? {"them"}\n  "action": "${action}",\n  "message": ${JSON.stringify(message)}, /* warm, short */\n` +
    `  "memory_ids": ${JSON.stringify(ids)}, // all\n  "nonce": "${nonce}" // as given\n}`,
  stop_token_left: (exchange) => `${exchange.content}${stopTokens()}`,
};

const sender = {
  own_name_prefix: changed((answer, { companion }) => ({ ...answer, message: `${companion}: ${answer.message}` })),
  quotes_around_message: changed((answer) => ({ ...answer, message: `"${answer.message}"` })),
};

export const contents = { ...thoughts, ...dialects, ...sender };

// Of a model that cannot do JSON.
export const messages_alone = {
  message_alone: ({ answer }) => answer.message,
  message_alone_quoted: ({ answer }) => `"${answer.message}"`,
  message_alone_in_smart_quotes: ({ answer }) => `“${answer.message}”\n`,
  message_alone_named: ({ answer, companion }) => `${companion}: ${answer.message}`,
  message_alone_named_quoted: ({ answer, companion }) => `${companion}: "${answer.message}"`,
  message_alone_behind_thoughts: ({ answer }) => `<think>\n${draft} {\n</think>\n\n${answer.message}`,
  message_alone_introduced: ({ answer }) => `Sure! Here is the message:\n\n${answer.message}`,
};
