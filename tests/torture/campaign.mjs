// One campaign: a world, runs and faults, the rest of the work in peace, the verdict.
import { spawnSync } from "node:child_process";
import { appendFileSync, mkdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import path from "node:path";
import { setTimeout as pause } from "node:timers/promises";
import { HostClock, VirtualClock } from "./clocks.mjs";
import { Deck, faults, Tally, Turns } from "./faults.mjs";
import { figuresLine } from "./figures.mjs";
import { Findings, judge } from "./judge.mjs";
import { Listener, Sampler } from "./observers.mjs";
import { LlmService } from "./llm.mjs";
import { root } from "./options.mjs";
import { Random } from "./random.mjs";
import { Receiver } from "./receiver.mjs";
import { leaseSeconds, Runs } from "./runs.mjs";
import { Server } from "./server.mjs";

const begin = "2026-03-27T12:00:00Z"; // a day and a half before clocks go forward in Europe
const liveRuns = 7;
const meanPause = 80; // milliseconds between two faults
const mostTries = 5;
const worldFile = (name) => path.join(root, "tests/torture", name);

export const usualStyle = { greedy: 0.01, pairsOfUser: 3, batches: [1, 2, 5, 20, 1000], spoil: "", isShown: () => true };

export class Campaign {
  constructor(options, style = usualStyle) {
    Object.assign(this, { options, style, startedAt: Date.now() });
    this.logDirectory = path.join(root, "build/torture", `${options.seed}-${process.pid}-${Date.now()}`);
    mkdirSync(this.logDirectory, { recursive: true });
    this.findings = new Findings();
    this.tally = new Tally();
    this.turns = new Turns();
    this.random = new Random(options.seed);
    this.clock = new VirtualClock(begin);
    this.skipped = {};
    this.hasEvidence = true;
  }

  // Resolves to the campaign, with its findings and its line of figures.
  async run() {
    await this.prepare();
    await this.strike();
    await this.completeWork();
    await this.listener.finish();
    await this.sampler.finish();
    this.figures = await judge(this);
    this.line = figuresLine(this);
    await this.runs.close();
    this.llm.stop();
    this.receiver.stop();
    this.refusals = this.server.refusals();
    this.keepEvidence();
    await this.server.stop();
    return this;
  }

  async prepare() {
    this.server = new Server(this.logDirectory);
    await this.server.create();
    this.server.migrate(root, this.options.binary);
    this.server.load(worldFile("world.sql"), { users: 1000, pairs_of_user: this.style.pairsOfUser, begin });
    this.server.load(worldFile("audit.sql"));
    this.installAdapter();
    if (this.style.spoil) await this.server.query(this.style.spoil);
    this.expectsEvents = this.hasEvents();
    this.chooseFaults();
    this.llm = new LlmService();
    await this.llm.start();
    this.receiver = new Receiver();
    await this.receiver.start();
    const random = new Random(this.options.seed + 1); // apart, so that both sequences are the same each time
    const { server, llm, receiver, clock, hostClock, findings, style, logDirectory } = this;
    this.runs = new Runs({ server, llm, receiver, random, clock, hostClock, findings, style, logDirectory, binary: this.options.binary });
    this.listener = new Listener(server);
    this.sampler = new Sampler(server, findings);
    this.listener.begin();
    this.sampler.begin();
  }

  // The seed's, with a delivery of its own.
  installAdapter() {
    const seed = readFileSync(path.join(root, "sql/adapters/seed.sql"), "utf8");
    const deliver = readFileSync(worldFile("deliver.sql"), "utf8");
    const file = path.join(this.logDirectory, "adapter.sql");
    writeFileSync(file, `${seed.replace("FUNCTION proactive.app_deliver(", "FUNCTION proactive.seed_deliver(")}\n${deliver}`);
    this.server.installAdapter(this.options.binary, file);
  }

  hasEvents() {
    const env = this.server.environment();
    const asked = spawnSync(this.options.binary, ["config", "get", "channels"], { env, encoding: "utf8" });
    return asked.status === 0 && asked.stdout.trim() === "socketio";
  }

  // Those that this machine allows; the others are named in the figures.
  chooseFaults() {
    this.hostClock = this.options.without.includes("clock") ? null : HostClock.create(this.logDirectory);
    if (!this.hostClock) this.skipped.clock = "no faketime";
    if (!this.server.hasSmallDisk) this.skipped.disk = "cannot mount";
    for (const name of this.options.without) this.skipped[name] = "left out";
    this.names = Object.keys(faults).filter((name) => !(name in this.skipped));
  }

  async strike() {
    const deck = new Deck(this.random, this.names);
    const deadline = this.startedAt + this.options.seconds * 1000;
    const inFlight = new Set();
    this.isOver = false;
    this.clock.start();
    const keeping = this.runs.keep(liveRuns, () => this.isOver);
    for (let strikes = 1; (await this.isNotEnough(deck)) && Date.now() < deadline; strikes += 1) {
      const strike = this.strikeOne(deck.draw()).finally(() => inFlight.delete(strike));
      inFlight.add(strike);
      do await pause(-Math.log(1 - this.random.fraction()) * meanPause);
      while (strikes > this.runs.started); // on a busy machine nothing would be done otherwise
    }
    this.isOver = true;
    await keeping;
    this.runs.disarm();
    await Promise.all(inFlight);
  }

  async isNotEnough(deck) {
    return this.runs.killed < this.options.kills || !deck.hasShownAll || !(await this.style.isShown(this));
  }

  // A victim may end before its fault comes about: then another is tried. A fault that meets a server that is down is not.
  async strikeOne(name) {
    try {
      for (let tries = 0; tries < mostTries && !this.isOver; tries += 1) {
        if (await faults[name].strike(this)) return this.tally.count(name);
      }
    } catch (problem) {
      appendFileSync(path.join(this.logDirectory, "harness.log"), `${name}: ${problem.message}\n`);
    }
  }

  async completeWork() {
    await this.runs.finish(60);
    await this.server.query("DELETE FROM torture.poison");
    await this.untilLeasesAreOver();
    await this.receiver.makePeace();
    await this.runAlone("schedule", ["--limit", "1000000"]);
    for (let round = 0; round < 40 && (await this.openWork()) > 0; round += 1) {
      this.clock.advance(4);
      await this.runAlone("process", ["--format", "json"]);
    }
  }

  async untilLeasesAreOver() {
    const held = `SELECT (SELECT count(*) FROM proactive.leases WHERE lease_until > now())
                       + (SELECT count(*) FROM proactive.engagements WHERE lease_until > now()) AS leases`;
    const deadline = Date.now() + 2 * leaseSeconds * 1000;
    while (Number((await this.server.query(held))[0].leases) > 0) {
      if (Date.now() > deadline) return this.findings.add("stuck", "leases that nobody renews do not run out");
      await pause(100);
    }
  }

  async openWork() {
    const open = `SELECT (SELECT count(*) FROM proactive.engagements WHERE engagement_status IN ('drafting', 'scheduled'))
                       + (SELECT count(*) FROM proactive.outbox WHERE status = 'waiting')`;
    return Number(Object.values((await this.server.query(open))[0])[0]);
  }

  // In peace a run has no excuse; failed engagements may be found, though.
  async runAlone(command, args) {
    const { run, code, signal } = await (await this.runs.start(command, args, this.clock.next())).ended;
    if (code !== 0 && code !== 1) this.findings.add("badRuns", `nothing was in its way: ${run.describe(code, signal)}`);
  }

  keepEvidence() {
    if (this.findings.total === 0 && !this.options.keep) return this.discardEvidence();
    writeFileSync(path.join(this.logDirectory, "findings.txt"), `${this.findings.lines().join("\n")}\n`);
    this.server.dump(path.join(this.logDirectory, "database.sql"));
  }

  discardEvidence() {
    rmSync(this.logDirectory, { recursive: true, force: true });
    this.hasEvidence = false;
  }
}
