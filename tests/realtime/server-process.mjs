// Starts server.mjs as a process of its own, which ends with this one at the latest.
import { spawn } from "node:child_process";
import { createInterface } from "node:readline";
import { fileURLToPath } from "node:url";

const program = fileURLToPath(new URL("server.mjs", import.meta.url));
const running = new Set();
process.on("exit", () => running.forEach((child) => child.kill("SIGKILL")));

// Resolves when it listens: {url, port, stop}.
export async function startServer(environment = {}) {
  const child = spawn(process.execPath, [program], {
    env: { ...process.env, ...environment },
    stdio: ["ignore", "pipe", "inherit"],
  });
  running.add(child);
  const ended = new Promise((resolve) => child.once("exit", resolve)).then(() => running.delete(child));
  const firstLine = new Promise((resolve) => createInterface({ input: child.stdout }).once("line", resolve));
  const line = await Promise.race([firstLine, ended]);
  if (typeof line !== "string") throw new Error("the Socket.IO server has ended before it was ready");
  const stop = () => {
    child.kill("SIGKILL");
    return ended;
  };
  return { ...JSON.parse(line), stop };
}
