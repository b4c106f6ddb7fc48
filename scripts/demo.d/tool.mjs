// proactive itself, as cron starts it, but at the simulated instant: each call is a run of the program.
import { execFile } from "node:child_process";

const environment = { ...process.env, PROACTIVE_LOG_LEVEL: "error", PROACTIVE_ALLOW_NOW: "true" };

function run(command, now, options = []) {
  const flags = [command, ...options, "--now", new Date(now).toISOString(), "--format", "json"];
  return new Promise((resolve, reject) => {
    execFile(process.env.PROACTIVE, flags, { env: environment, maxBuffer: 64 << 20 }, (problem, output, log) => {
      const isDone = !problem || problem.code === 1; // 1: done, but some messages have failed
      if (!isDone) return reject(new Error(`proactive ${command} has failed: ${log || problem.message}`));
      resolve(JSON.parse(output));
    });
  });
}

export const schedule = (now) => run("schedule", now);
export const deliver = (now) => run("process", now);

// What the gate decides on a pair: {refused, engagement_type, scheduled_for, next_check_at, checks, ...}
export async function explain({ user, companion }, now) {
  const { relationships } = await run("schedule", now, ["--explain", "--user", user, "--companion", String(companion)]);
  return relationships[0] ?? null;
}
