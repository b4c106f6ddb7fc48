// The line that a campaign ends with.
import { faults } from "./faults.mjs";

const kinds = {
  lost: "lost",
  doubled: "doubled",
  stuck: "stuck",
  tactless: "tactless",
  overCaps: "over caps",
  falseEvents: "false events",
  missedEvents: "missed events",
  falseCalls: "false calls",
  badRuns: "bad runs",
};

const list = (object, describe) => Object.entries(object).map(describe).join(", ");

function otherFaults({ tally, skipped }) {
  const { kill, ...others } = faults;
  return list(others, ([name]) => (name in skipped ? `${name} 0 (${skipped[name]})` : `${name} ${tally.counts[name] ?? 0}`));
}

function work({ runs, figures }) {
  const { engagements, ...outcomes } = figures;
  const counted = ([what, howMany]) => `${howMany} ${what}`;
  return `${runs.started} runs, ${list(runs.survived, counted)}, ${engagements} engagements: ${list(outcomes, counted)}`;
}

export function figuresLine(campaign) {
  const { options, startedAt, runs, findings } = campaign;
  const faultCounts = `${runs.killed} kills (${otherFaults(campaign)})`;
  const found = list(kinds, ([kind, words]) => `${findings.count(kind)} ${words}`);
  const seconds = Math.round((Date.now() - startedAt) / 1000);
  return `torture: seed ${options.seed}, ${faultCounts}, ${work(campaign)}; ${found}, ${seconds} s`;
}
