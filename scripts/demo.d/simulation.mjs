// Time that runs fast. With every step people act, process runs, and every fifteen minutes schedule, each at the simulated instant; what
// they decide is nobody's but theirs. A machine that cannot keep up makes the hours longer, and nothing else.
import * as tool from "./tool.mjs";

const minutes = 60_000;
const slowest = 1; // simulated minutes in a second
const fastest = 120;
const typingHolds = 8000; // ms
const sayingHolds = 3000;
const explainsEvery = 500; // ms

const pause = (ms) => new Promise((resolve) => setTimeout(resolve, ms));
const stepAt = (speed) => (speed <= 20 ? 5 : speed <= 60 ? 15 : 30) * minutes; // some runs a second are what a machine can do
const hourIn = (timezone, now) =>
  Number(new Intl.DateTimeFormat("en", { timeZone: timezone, hour: "2-digit", hourCycle: "h23" }).format(now));

// The newest day of what runs have reported: how many were refused, by reason.
class Refusals {
  #reports = []; // [{at, counts}]

  add(at, ...counts) {
    this.#reports.push(...counts.map((each) => ({ at, counts: each })));
    this.#reports = this.#reports.filter((report) => report.at > at - 24 * 60 * minutes);
  }

  // [{reason, count}], the most frequent first.
  get list() {
    const sums = new Map();
    for (const { counts } of this.#reports) {
      for (const [reason, count] of Object.entries(counts)) sums.set(reason, (sums.get(reason) ?? 0) + count);
    }
    return [...sums].map(([reason, count]) => ({ reason, count })).sort((a, b) => b.count - a.count);
  }
}

// A message that is planned counts where the gate has nothing else against it: else it will not be delivered.
function statusOf(decision, plan) {
  if (!decision) return { kind: "unknown" };
  if (plan && decision.refused === "pending") return { kind: "planned", facts: "written, and waits for its time", ...plan };
  if (!decision.refused) return { kind: "free", facts: "no check refuses", type: decision.engagement_type, at: decision.scheduled_for };
  const { facts } = decision.checks.find(({ check }) => check === decision.refused);
  return { kind: "refused", facts, reason: decision.refused };
}

export class Simulation {
  #app;
  #phones;
  #tell; // (event, payload, conversation or undefined for everybody)
  #refusals = new Refusals();
  #statuses = new Map();
  #numbers = { sent: 0, answered: 0, planned: 0 };
  #optedOut = new Set();
  #explainedAt = -Infinity; // ms on the machine's own clock
  #heldUntil = -Infinity;
  #isPaused = false;
  #isEnded = false;
  #speed;
  #begin;
  #now;

  constructor(app, phones, speed, tell) {
    [this.#app, this.#phones, this.#speed, this.#tell] = [app, phones, speed, tell];
    this.#begin = this.#now = Math.ceil(Date.now() / (15 * minutes)) * 15 * minutes;
  }

  get state() {
    return {
      now: new Date(this.#now).toISOString(),
      day: 1 + Math.floor((this.#now - this.#begin) / (24 * 60 * minutes)),
      speed: this.#speed,
      paused: this.#isPaused,
      held: this.#isHeld,
      numbers: this.#numbers,
      refusals: this.#refusals.list,
      phones: this.#phones.map(({ conversation, companion, user_name, companion_name, timezone, about }) => ({
        ...{ conversation, companion, user_name, companion_name, timezone, about },
        status: this.#statuses.get(conversation) ?? { kind: "unknown" },
      })),
    };
  }

  get #isHeld() {
    return performance.now() < this.#heldUntil;
  }

  pause(isPaused) {
    this.#isPaused = isPaused;
  }

  setSpeed(speed) {
    this.#speed = Math.min(Math.max(speed, slowest), fastest);
  }

  // Time waits for whoever writes, and a moment longer, so that they see what the gate makes of it.
  setTyping(isTyping) {
    this.#heldUntil = isTyping ? performance.now() + typingHolds : -Infinity;
  }

  // The visitor says something in the place of the user.
  async say(phone, content) {
    await this.#say(phone, content);
    this.#heldUntil = performance.now() + sayingHolds;
    this.#explainedAt = -Infinity;
  }

  end() {
    this.#isEnded = true;
  }

  async run() {
    let next = performance.now();
    while (!this.#isEnded) {
      const isMoving = !this.#isPaused && !this.#isHeld;
      if (isMoving) await this.#step();
      if (performance.now() - this.#explainedAt >= (isMoving ? explainsEvery : Infinity)) await this.#explain();
      this.#tell("state", this.state);
      next = Math.max(next + (isMoving ? (stepAt(this.#speed) / minutes / this.#speed) * 1000 : 100), performance.now());
      await pause(next - performance.now());
    }
  }

  async #step() {
    const before = this.#now;
    const at = (this.#now += stepAt(this.#speed));
    await this.#peopleAct();
    await this.#app.othersAnswer(this.#phones, before, at);
    const isQuarter = Math.floor(at / (15 * minutes)) > Math.floor(before / (15 * minutes));
    if (isQuarter) this.#refusals.add(at, (await tool.schedule(at)).refused);
    const { cancelled, held } = await tool.deliver(at);
    this.#refusals.add(at, cancelled, held);
    this.#numbers = await this.#app.numbers(at);
  }

  async #peopleAct() {
    for (const { phone, message } of await this.#app.reply(this.#now)) this.#show(phone, message);
    for (const seen of await this.#app.look(this.#phones)) {
      const phone = this.#phones.find(({ conversation }) => conversation === seen.conversation);
      if (this.#optedOut.has(phone)) continue;
      const acts = phone.acts({ ...seen, now: this.#now, hour: hourIn(phone.timezone, this.#now) });
      for (const act of acts) await this.#act(phone, act);
    }
  }

  async #act(phone, { read, say, reply, optOut }) {
    if (read) await this.#app.read(phone, this.#now);
    if (say) await this.#say(phone, say, reply);
    if (optOut) {
      await this.#app.optOut(phone);
      this.#optedOut.add(phone);
    }
  }

  async #say(phone, content, reply) {
    this.#show(phone, await this.#app.say(phone, content, this.#now, reply));
  }

  #show({ conversation }, message) {
    this.#tell("new_message", { conversation_id: conversation, message }, conversation);
  }

  async #explain() {
    this.#explainedAt = performance.now();
    const plans = await this.#app.planned(this.#phones);
    const decisions = await Promise.all(this.#phones.map((phone) => tool.explain(phone, this.#now)));
    this.#phones.forEach(({ conversation }, n) => this.#statuses.set(conversation, statusOf(decisions[n], plans.get(conversation))));
  }
}
