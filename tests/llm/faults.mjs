// What a service may do instead of answering well: each fault takes an exchange, which has the good answer, and spoils it.
import { setTimeout as sleep } from "node:timers/promises";
import { json, wholeBody, withChoice, withCompletion, withContent, withMessage, withRaw, withReply } from "./wire.mjs";

const failure = ({ status, message = `status ${status} by script`, type = "error", param, code }) =>
  JSON.stringify({ error: { message, type, param, code } });
const nested = (depth) => "[".repeat(depth) + "]".repeat(depth);

// At the client's pace, and until it leaves.
async function pour(exchange, bytes) {
  const piece = Buffer.alloc(64 * 1024, '{"a": [1, 2, 3]},');
  const { response } = exchange;
  let wake = () => {};
  for (const event of ["drain", "close"]) response.on(event, () => wake());
  response.writeHead(200, json);
  for (let sent = 0; sent < bytes && !exchange.gone; sent += piece.length) {
    if (!response.write(piece)) await new Promise((resolve) => (wake = resolve));
  }
  if (!exchange.gone) response.end();
}

async function drip(exchange, bytesPerSecond) {
  const body = Buffer.from(wholeBody(exchange));
  exchange.response.writeHead(200, json);
  for (let at = 0; at < body.length && !exchange.gone; at += 1) {
    exchange.response.write(body.subarray(at, at + 1));
    await sleep(1000 / bytesPerSecond);
  }
  if (!exchange.gone) exchange.response.end();
}

function half(exchange) {
  const body = wholeBody(exchange);
  exchange.response.writeHead(200, json);
  exchange.response.write(body.slice(0, body.length / 2));
}

export const faults = {
  status(exchange, rule) {
    const headers = {};
    if (rule.retry_after !== undefined) headers["retry-after"] = String(rule.retry_after);
    if (rule.retry_after_date !== undefined) {
      headers["retry-after"] = new Date(Date.now() + 1000 * rule.retry_after_date).toUTCString();
    }
    const body = rule.body ?? failure(rule);
    exchange.send(rule.status, typeof body === "string" ? body : JSON.stringify(body), headers);
  },
  redirect: (exchange, rule) => exchange.send(302, "", { location: rule.location }),
  hang() {},
  hang_body: half,
  drip: (exchange, rule) => drip(exchange, rule.bytes_per_second ?? 20),
  reset: (exchange) => exchange.destroy(),
  async reset_body(exchange) {
    half(exchange);
    await sleep(20);
    exchange.destroy();
  },
  huge: (exchange, rule) => pour(exchange, rule.bytes ?? 50_000_000),
  huge_length(exchange) {
    exchange.response.writeHead(200, { ...json, "content-length": "1000000000" });
    exchange.response.write('{"choices": [');
  },
  // Content is paid for: if deeper, it would spend a client's tokens.
  deep: (exchange, rule) =>
    rule.where === "content"
      ? withContent(exchange, `{"action": "send", "message": ${nested(rule.depth ?? 1_000)}}`)
      : withRaw(exchange, `{"choices": ${nested(rule.depth ?? 100_000)}}`),
  empty_choices: (exchange) => withCompletion(exchange, (completion) => ({ ...completion, choices: [] })),
  no_choices: (exchange) => withCompletion(exchange, (completion) => ({ ...completion, choices: undefined })),
  null_content: (exchange) => withReply(exchange, () => ({ content: null })),
  finish: (exchange, rule) =>
    withChoice(exchange, (first) => {
      first.finish_reason = rule.reason ?? "length";
      const { content } = first.message;
      first.message.content = first.finish_reason === "length" ? content.slice(0, content.length / 2) : null;
    }),
  refusal: (exchange) => withReply(exchange, () => ({ content: null, refusal: "I won't." })),
  // A model that thinks has used up what it may write, before its first word.
  thoughts_use_all: (exchange) =>
    withCompletion(exchange, (completion) => {
      const { max_tokens: old, max_completion_tokens: most = old ?? 1000 } = exchange.request;
      const thoughts = "Hmm, what could I write to them? ".repeat(most / 8);
      Object.assign(completion.choices[0], {
        message: { role: "assistant", content: "", reasoning_content: thoughts },
        finish_reason: "length",
      });
      const { usage } = completion;
      Object.assign(usage, { completion_tokens: most, total_tokens: usage.prompt_tokens + most });
      exchange.billed = usage.total_tokens;
    }),
  html: (exchange) => exchange.send(200, "<!doctype html><title>Sign in</title>", { "content-type": "text/html" }),
  not_json: (exchange) => withRaw(exchange, wholeBody(exchange).slice(0, -20)),
  prose: (exchange) => withContent(exchange, exchange.answer.message),
  thinking_in_message: (exchange) => withMessage(exchange, "<think>she likes tea</think> How about a tea today?"),
  wrong_nonce: (exchange) => withMessage(exchange, exchange.answer.message, { nonce: "ffffffffffffffff" }),
  crossed: (exchange) => withContent(exchange, JSON.stringify(exchange.another ?? { ...exchange.answer, nonce: "0" })),
  no_nonce: (exchange) => withMessage(exchange, exchange.answer.message, { nonce: undefined }),
  text: (exchange, rule) =>
    withMessage(exchange, rule.message, { ...(rule.memory_ids && { memory_ids: rule.memory_ids }), ...rule.extra }),
  too_short: (exchange) => withMessage(exchange, "Hi you!"),
  too_long: (exchange) => withMessage(exchange, "This goes on and on about the old map of the moon. ".repeat(4)),
  many_lines: (exchange) => withMessage(exchange, "An old map of the moon.\nWould you come with me?"),
  markup: (exchange) => withMessage(exchange, "I found an **old map** of the moon, would you come?"),
  link: (exchange) => withMessage(exchange, "Look at this old map: https://maps.example/moon, fun?"),
  placeholder: (exchange) => withMessage(exchange, "Hey [name], I found an old map of the moon today!"),
  unknown_memory: (exchange) => withMessage(exchange, exchange.answer.message, { memory_ids: [999] }),
  no_memory: (exchange) => withMessage(exchange, exchange.answer.message, { memory_ids: [] }),
  pressure: (exchange) => withMessage(exchange, "You never write to me anymore, I miss you so much."),
  wrong_language: (exchange) => withMessage(exchange, "Сегодня нашёл старую карту луны. Поехали вместе?"),
  nul: (exchange) => withMessage(exchange, "An old map of the moon\u0000, would you come along?"),
  lone_surrogate: (exchange) =>
    withContent(
      exchange,
      JSON.stringify({ ...exchange.answer, message: "@" }).replace('"@"', '"An old map \\ud800 of the moon"'),
    ),
  bad_utf8(exchange) {
    const body = Buffer.from(wholeBody(exchange).replace(exchange.answer.message.slice(0, 4), "@@@@"));
    body.fill(0xff, body.indexOf("@@@@"), body.indexOf("@@@@") + 4);
    withRaw(exchange, body);
  },
};
