// The runs of schedule and process under test: started with random options, each behind a link of its own, and judged by how
// they end.
import { spawn } from "node:child_process";
import { createWriteStream } from "node:fs";
import path from "node:path";
import { setTimeout as pause } from "node:timers/promises";
import { atExit } from "./leftovers.mjs";
import { Link } from "./proxy.mjs";

export const leaseSeconds = 5;
const documentedExits = new Set([0, 1, 69, 75]); // done, some failed, unavailable, try again
const stopSeconds = 25; // a run that is told to stop ends within this time
const keptLines = 30;
const settings = {
  PROACTIVE_ALLOW_NOW: "true",
  PROACTIVE_LEASE_SECONDS: String(leaseSeconds),
  PROACTIVE_MIN_INTERVAL_HOURS: "1", // so that users soon have all the messages that a day may bring
  PROACTIVE_SCHEDULE_ADVANCE_HOURS: "0",
  PROACTIVE_ENABLE_DEBUG_LOGGING: "false",
  PROACTIVE_LOG_LEVEL: "info",
  PROACTIVE_DISCLOSURE: "daily",
  PROACTIVE_DISCLOSURE_FORM: "field", // the contents stay as they were written
};

// While it connects, libpq itself prints what a server says that is about to go.
const ofLibpq = /^(WARNING|FATAL): {2}(terminating connection due to|the database system is) /;

// What runs say in their logs when they have met the consequences of a fault.
const consequences = {
  "drafts taken over": /"event":"drafts_taken_over".*"count":(\d+)/g,
  "commits looked up": /"event":"commit_looked_up"/g,
  "runs fenced out": /stopped for longer than its lease/g,
  "batches split": /"event":"batch_refused"/g,
};

class Run {
  constructor(number, command, args) {
    Object.assign(this, { number, command, args, link: null, child: null });
    this.isTarget = false; // of a fault that waits for its moment
    this.isFrozen = false;
    this.signals = new Set(); // that we sent
    this.toldToStopAt = null;
    this.output = "";
    this.log = "";
  }

  signal(name) {
    this.signals.add(name);
    this.child.kill(name);
  }

  tellToStop() {
    this.toldToStopAt ??= Date.now();
    this.signal("SIGTERM");
  }

  freeze() {
    this.isFrozen = true;
    this.signal("SIGSTOP");
  }

  thaw() {
    this.isFrozen = false;
    this.child.kill("SIGCONT");
  }

  describe(code, signal) {
    const lines = this.log.split("\n").slice(-keptLines).join("\n  ");
    const after = [...this.signals].map((name) => ` after ${name}`).join("");
    return `run ${this.number}: ${this.command} ${this.args.join(" ")} ended with ${signal ?? code}${after}\n  ${lines}`;
  }
}

const isJson = (text) => {
  try {
    return typeof JSON.parse(text) === "object";
  } catch {
    return false;
  }
};

export class Runs {
  constructor({ server, llm, receiver, random, clock, hostClock, findings, binary, logDirectory, style }) {
    Object.assign(this, { server, llm, receiver, random, clock, hostClock, findings, binary, style });
    this.live = new Set();
    this.started = 0;
    this.killed = 0;
    this.reportedSent = 0;
    this.survived = Object.fromEntries(Object.keys(consequences).map((what) => [what, 0]));
    this.history = createWriteStream(path.join(logDirectory, "runs.log"));
    this.release = atExit(() => this.killAll());
  }

  get targets() {
    return [...this.live].filter((run) => run.child && !run.isTarget && run.signals.size === 0);
  }

  // A frozen run does not count: it leaves room for those that take its work over.
  async keep(howMany, isOver) {
    while (!isOver()) {
      const working = [...this.live].filter((run) => !run.isFrozen).length;
      if (working < howMany) await this.startRandom();
      else await pause(5);
    }
  }

  startRandom() {
    const { random, style } = this;
    const command = random.chance(0.5) ? "schedule" : "process";
    const slices = random.chance(style.greedy) ? 64 : random.between(1, 4);
    const args = ["--slices", slices, "--jobs", random.pick([1, 1, 2, 3]), "--format", "json"];
    if (command === "schedule") args.push("--limit", random.pick([10, 50, 1000]), "--writer", random.pick(["template", "llm"]));
    else args.push("--batch-size", random.pick(style.batches));
    if (command === "process" && random.chance(0.2)) args.push("--limit", random.between(1, 30));
    return this.start(command, args.map(String), this.clock.next(), random.chance(0.2) ? this.hostClock : null);
  }

  // Takes all slices that are free, among them those of a run that has been away for too long.
  startHeir(run) {
    return this.start(run.command, ["--slices", "64"], this.clock.next());
  }

  async start(command, options, now, hostClock = null) {
    const args = [...options, "--now", now];
    const run = new Run((this.started += 1), command, args);
    this.live.add(run);
    run.link = new Link(this.server.socket);
    const port = await run.link.open();
    const env = { ...this.server.environmentThrough(port), ...settings, ...this.llm.environment, ...this.receiver.environment, ...hostClock?.environment };
    run.child = spawn(this.binary, [command, ...args], { env, stdio: ["ignore", "pipe", "pipe"] });
    run.child.stdout.setEncoding("utf8").on("data", (text) => (run.output += text));
    run.child.stderr.setEncoding("utf8").on("data", (text) => (run.log += text));
    run.ended = new Promise((resolve, reject) => {
      run.child.once("error", reject);
      run.child.once("close", (code, signal) => resolve(this.end(run, code, signal)));
    });
    return run;
  }

  end(run, code, signal) {
    this.live.delete(run);
    run.link.close();
    const description = run.describe(code, signal);
    this.history.write(`${description}\n`);
    if (signal === "SIGKILL") this.killed += 1;
    // A run whose due messages are all poisoned takes it for a fault of the configuration, and marks none as failed.
    const isPoisoned = code === 78 && run.command === "process" && /refuses every message.*poison/.test(run.log);
    const ended = signal ? run.signals.has(signal) : documentedExits.has(code) || isPoisoned;
    if (!ended) this.findings.add("badRuns", `unexpected end of ${description}`);
    this.judgeText(run, signal, description);
    for (const [what, pattern] of Object.entries(consequences)) {
      for (const [, count] of run.log.matchAll(pattern)) this.survived[what] += Number(count ?? 1);
    }
    if (run.toldToStopAt && Date.now() - run.toldToStopAt > stopSeconds * 1000) {
      this.findings.add("badRuns", `slow to stop: ${description}`);
    }
    return { run, code, signal };
  }

  judgeText(run, signal, description) {
    const lines = run.log.split("\n").slice(0, -1); // a killed run's last line may be torn
    const stray = lines.find((line) => !isJson(line) && !ofLibpq.test(line));
    if (stray) this.findings.add("badRuns", `a line that is not JSON: ${stray}\n  in ${description}`);
    if (signal || run.output === "") return;
    if (isJson(run.output)) this.reportedSent += JSON.parse(run.output).sent ?? 0;
    else this.findings.add("badRuns", `a report that is not JSON: ${run.output}\n  of ${description}`);
  }

  disarm() {
    for (const run of this.live) run.link.disarm();
  }

  // Resolves when all have ended; those that do not are a finding.
  async finish(seconds) {
    let timer;
    const late = new Promise((resolve) => (timer = setTimeout(resolve, seconds * 1000)));
    await Promise.race([Promise.all([...this.live].map((run) => run.ended)), late]);
    clearTimeout(timer);
    for (const run of this.live) this.findings.add("stuck", `still running after ${seconds} s: ${run.describe()}`);
    const ends = [...this.live].map((run) => run.ended);
    this.killAll();
    await Promise.all(ends);
  }

  killAll() {
    for (const run of this.live) if (run.child) run.signal("SIGKILL");
  }

  async close() {
    this.release();
    await new Promise((resolve) => this.history.end(resolve));
  }
}
