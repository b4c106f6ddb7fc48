// The LLM's service that some of the runs write with: a process of its own, slow and unreliable in small doses.
import { spawn } from "node:child_process";
import path from "node:path";
import { createInterface } from "node:readline";
import { atExit } from "./leftovers.mjs";
import { root } from "./options.mjs";

const script = {
  latency_ms: [5, 120],
  rules: [
    { do: "status", status: 500, share: 0.04 },
    { do: "status", status: 429, retry_after: 1, share: 0.01 },
    { do: "reset", share: 0.03 },
    { do: "hang", share: 0.01 },
    { do: "crossed", share: 0.03 },
    { do: "too_long", share: 0.05, first_try_only: true },
  ],
};

export class LlmService {
  async start() {
    const stdio = ["ignore", "pipe", "ignore"];
    this.child = spawn(process.execPath, [path.join(root, "tests/llm/server.mjs")], { stdio });
    this.release = atExit(() => this.child.kill("SIGKILL"));
    const line = await new Promise((resolve, reject) => {
      this.child.once("error", reject);
      createInterface({ input: this.child.stdout }).once("line", resolve);
    });
    this.url = JSON.parse(line).url;
    await fetch(`${new URL(this.url).origin}/_script`, { method: "POST", body: JSON.stringify(script) });
  }

  get environment() {
    return { OPENAI_BASE_URL: this.url, OPENAI_MODEL: "test-model", PROACTIVE_LLM_TIMEOUT_SECONDS: "2" };
  }

  stop() {
    this.release();
  }
}
