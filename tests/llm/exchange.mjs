// A call of the test server: what was asked, the good answer to it, and the ways to send one.
import http2 from "node:http2";
import { answer, contentOf } from "./model.mjs";
import { json } from "./wire.mjs";

let number = 0;
const tokensOf = (text) => Math.ceil(Buffer.byteLength(text) / 4);

export function send(response, status, body, headers = json) {
  response.writeHead(status, { ...headers, "content-length": Buffer.byteLength(body) });
  response.end(body);
}

// It is gone when the client or the server has ended it.
export class Exchange {
  gone = false;
  destroyed = false;
  billed = 0; // tokens, for an answer that arrives
  rule; // of the script, that plays

  constructor(script, request, task, body, incoming, response) {
    Object.assign(this, { script, request, body, incoming, response, headers: incoming.headers });
    this.answer = answer(script.model, request, task);
    this.content = contentOf(script, request, this.answer);
    this.left = new Promise((resolve) => response.on("close", resolve));
    response.on("close", () => (this.gone = true));
  }

  // The user's message, which services repeat.
  get prompt() {
    return String(this.request.messages?.at?.(-1)?.content ?? "");
  }

  get companion() {
    return JSON.stringify(this.request.messages ?? []).match(/\\"name\\":\s*\\"([^"\\]+)/)?.[1] ?? "Luna";
  }

  completion(content) {
    const [prompt, written] = [this.body, content].map(tokensOf);
    this.billed = prompt + written;
    return {
      id: `chatcmpl-${(number += 1)}`,
      object: "chat.completion",
      created: Math.floor(Date.now() / 1000),
      model: this.request.model,
      choices: [{ index: 0, message: { role: "assistant", content }, finish_reason: "stop" }],
      usage: { prompt_tokens: prompt, completion_tokens: written, total_tokens: this.billed },
    };
  }

  send(status, body, headers = {}) {
    if (!this.gone) send(this.response, status, body, { ...json, ...headers });
  }

  destroy() {
    if (this.gone) return;
    this.destroyed = true;
    if (this.incoming.httpVersionMajor === 2) this.response.stream.close(http2.constants.NGHTTP2_INTERNAL_ERROR);
    else this.incoming.socket.destroy();
  }
}
