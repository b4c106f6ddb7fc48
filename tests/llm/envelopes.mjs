// How services carry a good answer: each answers an exchange with it, in a way that is unusual and right.
import { setTimeout as sleep } from "node:timers/promises";
import zlib from "node:zlib";
import { draft } from "./contents.mjs";
import { inTurn, json, wholeBody, withChoice, withCompletion, withRaw, withReply } from "./wire.mjs";

const piecesOf = (text) => text.match(/[^]{1,12}/gu) ?? [];

// In pieces that end anywhere, also within a character or a line.
async function pour(exchange, headers, body) {
  const bytes = Buffer.from(body);
  exchange.response.writeHead(200, headers);
  for (let at = 0; at < bytes.length && !exchange.gone; at += 701) {
    exchange.response.write(bytes.subarray(at, at + 701));
    await sleep(1);
  }
  if (!exchange.gone) exchange.response.end();
}

// Events of deltas, whatever "stream" says.
function stream(exchange, { line = "\n", done = true, thoughts = "" } = {}) {
  const { choices, usage, ...rest } = exchange.completion(exchange.content);
  const chunk = (more) => `data: ${JSON.stringify({ ...rest, object: "chat.completion.chunk", ...more })}${line}${line}`;
  const delta = (change, reason = null) => chunk({ choices: [{ index: 0, delta: change, finish_reason: reason }] });
  const comment = `: keep-alive${line}${line}`;
  const events = [
    `: OPENROUTER PROCESSING${line}${line}`,
    delta({ role: "assistant", content: "" }),
    ...piecesOf(thoughts).map((piece) => delta({ content: null, reasoning_content: piece })),
    comment,
    ...piecesOf(choices[0].message.content).map((piece) => delta({ content: piece })),
    comment,
    delta({}, "stop"),
    chunk({ choices: [], usage }),
    done ? `data: [DONE]${line}${line}` : "",
  ];
  return pour(exchange, { "content-type": "text/event-stream; charset=utf-8" }, events.join(""));
}

const transports = {
  sse: (exchange) => stream(exchange),
  sse_crlf_no_done: (exchange) => stream(exchange, { line: "\r\n", done: false }),
  sse_reasoning: (exchange) => stream(exchange, { thoughts: `So: {"message": "${draft}"` }),
  gzip_always: (exchange) => withRaw(exchange, zlib.gzipSync(wholeBody(exchange)), { "content-encoding": "gzip" }),
  deflate: (exchange) => withRaw(exchange, zlib.deflateSync(wholeBody(exchange)), { "content-encoding": "deflate" }),
  gzip(exchange) {
    const accepts = String(exchange.headers["accept-encoding"] ?? "").includes("gzip");
    if (accepts) transports.gzip_always(exchange);
    else withRaw(exchange, wholeBody(exchange));
  },
  informational(exchange) {
    exchange.response.writeContinue();
    exchange.response.writeEarlyHints?.({ link: "</style.css>; rel=preload; as=style" });
    withRaw(exchange, wholeBody(exchange));
  },
  created: (exchange) => exchange.send(201, wholeBody(exchange)),
  // DeepSeek keeps a connection alive with empty lines until the model begins.
  blank_lines_first: (exchange) => pour(exchange, json, `${"\n".repeat(1500)}${wholeBody(exchange)}`),
  byte_order_mark: (exchange) => withRaw(exchange, `\uFEFF${wholeBody(exchange)}`),
  called_plain_text: (exchange) => withRaw(exchange, wholeBody(exchange), { "content-type": "text/plain" }),
};

const partTypes = inTurn(["text", "output_text"]);
const call = (name, args) => ({ id: "call_1", type: "function", function: { name, arguments: args } });
const functionCalled = (exchange, reason, change) =>
  withChoice(exchange, (first) => {
    first.message = { role: "assistant", content: null, ...change };
    first.finish_reason = reason;
  });
const drafted = ({ answer }, more = {}) => JSON.stringify({ ...answer, message: draft, ...more });

const places = {
  content_parts: (exchange) =>
    withReply(exchange, (content) => {
      const middle = content.length / 2;
      const type = partTypes();
      return { content: [{ type, text: content.slice(0, middle) }, { type, text: content.slice(middle), annotations: [] }] };
    }),
  thinking_part: (exchange) =>
    withReply(exchange, (content) => ({
      content: [
        { type: "thinking", thinking: [{ type: "text", text: `Maybe ${drafted(exchange, { nonce: "0" })}` }] },
        { type: "text", text: content },
      ],
    })),
  reasoning_only: (exchange) => withReply(exchange, (content) => ({ content: null, reasoning_content: content })),
  reasoning_only_beside_empty: (exchange) => withReply(exchange, (content) => ({ content: "", reasoning_content: content })),
  reasoning_field: (exchange) =>
    withReply(exchange, (content) => ({
      content: "",
      reasoning: `They like maps.\n${content}`,
      reasoning_details: [{ type: "reasoning.text", text: `They like maps.\n${content}`, format: "unknown", index: 0 }],
    })),
  reasoning_beside: (exchange) =>
    withReply(exchange, (content) => ({
      content,
      reasoning_content: `{{ "a" } So ${drafted(exchange, { nonce: "ffffffffffffffff" })} or { }}}`,
    })),
  reasoning_draft_beside: (exchange) =>
    withReply(exchange, (content) => ({ content, reasoning: `First ${drafted(exchange)}. Then something warmer.` })),
  tool_call: (exchange) =>
    functionCalled(exchange, "tool_calls", { tool_calls: [call("outreach", JSON.stringify(exchange.answer))] }),
  function_call: (exchange) =>
    functionCalled(exchange, "function_call", {
      function_call: { name: "outreach", arguments: JSON.stringify(exchange.answer) },
    }),
  tool_arguments_object: (exchange) =>
    functionCalled(exchange, "tool_calls", { tool_calls: [call("outreach", exchange.answer)] }),
  text_completion: (exchange) =>
    withCompletion(exchange, ({ choices: [{ message }], ...rest }) => ({
      ...rest,
      object: "text_completion",
      choices: [{ text: message.content, index: 0, logprobs: null, finish_reason: "stop" }],
    })),
};

const endings = {
  complete_but_length: (exchange) => withChoice(exchange, (first) => (first.finish_reason = "length")),
  no_finish_reason: (exchange) => withChoice(exchange, (first) => delete first.finish_reason),
  finish_null: (exchange) => withChoice(exchange, (first) => (first.finish_reason = null)),
  finish_unheard_of: (exchange) => withChoice(exchange, (first) => (first.finish_reason = "eos_token")),
};

const thoughtTokens = 500;
// change: the new usage, of the old one
const withUsage = (change) => (exchange) =>
  withCompletion(exchange, (completion) => {
    completion.usage = change(completion.usage);
    exchange.billed = completion.usage?.total_tokens ?? exchange.billed;
  });

const bills = {
  no_usage: withUsage(() => undefined),
  bad_usage: withUsage(() => ({ prompt_tokens: -5, completion_tokens: "7" })),
  usage_lies: (exchange) =>
    withCompletion(exchange, (completion) => void (completion.usage = { prompt_tokens: 9e6, completion_tokens: 9e6, total_tokens: 1e7 })),
  usage_total_only: withUsage((usage) => ({ total_tokens: usage.total_tokens + thoughtTokens })),
  // Gemini counts its thoughts in the total alone.
  usage_total_more: withUsage((usage) => ({ ...usage, total_tokens: usage.total_tokens + thoughtTokens })),
  usage_input_output: withUsage(({ prompt_tokens: input, completion_tokens: output }) => ({
    input_tokens: input,
    output_tokens: output,
  })),
  usage_reasoning: withUsage((usage) => ({
    prompt_tokens: usage.prompt_tokens,
    completion_tokens: usage.completion_tokens + thoughtTokens,
    total_tokens: usage.total_tokens + thoughtTokens,
    prompt_tokens_details: { cached_tokens: 0 },
    completion_tokens_details: { reasoning_tokens: thoughtTokens },
  })),
};

export const envelopes = { ...transports, ...places, ...endings, ...bills };
