// The program without its guards: a copy of the binary in whose statements the guards are blanked, which needs no compiler and
// is otherwise the very program that is tested. Each removal must find its guard: it says so when a statement has changed.
import { mkdirSync, readFileSync, writeFileSync } from "node:fs";
import path from "node:path";

const ofItsAttempt = " AND e.engagement_status = 'drafting' AND e.attempt = d.attempt";

// In each statement what begins with one text and ends with another gives way to a third, which is no longer.
const removals = [
  { statement: "held_leases", from: " AND l.lease_until >= now()", by: " AND l.lease_until IS NULL" },
  { statement: "acquire_leases", from: " WHERE leases.lease_until <", to: "interval '1 second'" },
  { statement: "renew_leases", from: "l.holder = $2::text", by: "$2::text <> ''" },
  { statement: "mark_sent", from: " AND e.engagement_status = 'scheduled'" },
  { statement: "claim_drafts", from: "ON CONFLICT DO NOTHING" },
  { statement: "insert_written", from: "ON CONFLICT DO NOTHING" },
  { statement: "take_over_drafts", from: ofItsAttempt },
  { statement: "store_drafts", from: ofItsAttempt },
];

function blank(program, { statement, from, to = "", by = "" }) {
  const heading = `/* ${statement} */`;
  const start = program.indexOf(heading);
  const text = program.toString("latin1", start, program.indexOf(0, start)); // statements end with a zero byte
  const begin = text.indexOf(from);
  const end = text.indexOf(to, begin + from.length) + to.length;
  const isOnlyOne = start >= 0 && program.indexOf(heading, start + 1) < 0;
  if (!isOnlyOne || begin < 0 || end < begin + from.length) {
    throw new Error(`mutant.mjs must learn the guards of ${statement} anew: it has changed`);
  }
  program.write(by.padEnd(end - begin), start + begin, "latin1");
}

// Returns the mutant's path.
export function makeMutant(binary, directory) {
  const program = readFileSync(binary);
  for (const removal of removals) blank(program, removal);
  mkdirSync(directory, { recursive: true });
  const mutant = path.join(directory, "proactive");
  writeFileSync(mutant, program, { mode: 0o755 });
  return mutant;
}
