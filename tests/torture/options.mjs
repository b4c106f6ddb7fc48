// The command line.
import { existsSync } from "node:fs";
import { randomInt } from "node:crypto";
import path from "node:path";
import { fileURLToPath } from "node:url";
import { parseArgs } from "node:util";
import { faults } from "./faults.mjs";

export const root = path.resolve(path.dirname(fileURLToPath(import.meta.url)), "../..");

export class UsageError extends Error {}

const faultLines = () => Object.entries(faults).map(([name, { help }]) => `  ${name.padEnd(10)} ${help}`);

export const helpText = () => `usage: scripts/torture [OPTIONS]

Runs many schedule and process at once on a private PostgreSQL with generated users and a clock of its own, and strikes them
with faults. In the end it lets the work complete, and checks the whole history: every engagement has reached one final state,
each sent one has exactly one message, no message is without engagement, no event without message, no cap was ever exceeded,
no lease is held, nothing is stuck, nobody who has written is written to as if silent, and every run ended with an exit code
that it may end with.

  --kills N          go on until N live runs have died of our kill -9 (default 100); other faults are counted apart
  --seed S           repeat the decisions of an earlier run; its timing is not repeated (default: random, printed)
  --seconds N        strike for at most this long
  --binary FILE      what is tested (default build/release/proactive)
  --without FAULT,.. leave faults out
  --keep             keep the logs and the database even where nothing is wrong
  --self-test        with a copy of the program without its guards: with the constraints of the database (the key of
                     proactive.deliveries, one open engagement a pair) it must still pass, without them it must be found
                     out; 40 kills each
  --help

Faults:
${faultLines().join("\n")}

The last line has the figures. Exit codes: 0 clean, 1 something is wrong (the logs are kept in build/torture), 64 usage,
69 something that the harness needs is missing, 70 the harness itself failed.`;

function parse(argv) {
  const text = { type: "string" };
  const flag = { type: "boolean" };
  const settings = { kills: text, seed: text, seconds: text, binary: text, without: text };
  const options = { ...settings, keep: flag, "self-test": flag, help: flag };
  try {
    return parseArgs({ args: argv, options }).values;
  } catch (problem) {
    throw new UsageError(problem.message);
  }
}

function wholeNumber(name, text, lowest) {
  if (!/^\d{1,9}$/.test(text) || Number(text) < lowest) {
    throw new UsageError(`--${name} ${text}: a whole number from ${lowest} on is wanted`);
  }
  return Number(text);
}

function faultNames(text) {
  const names = text.split(",").filter((name) => name !== "");
  const unknown = names.find((name) => !(name in faults) || name === "kill");
  if (unknown) throw new UsageError(`--without ${unknown}: there is no such fault that could be left out (see --help)`);
  return names;
}

export function readOptions(argv) {
  const values = parse(argv);
  const binary = path.resolve(values.binary ?? path.join(root, "build/release/proactive"));
  if (!values.help && !existsSync(binary)) {
    throw new UsageError(`${binary} does not exist: run scripts/build release, or name another with --binary`);
  }
  return {
    help: values.help ?? false,
    selfTest: values["self-test"] ?? false,
    keep: values.keep ?? false,
    kills: wholeNumber("kills", values.kills ?? "100", 0),
    seed: wholeNumber("seed", values.seed ?? String(randomInt(1, 1_000_000)), 0),
    seconds: values.seconds === undefined ? Infinity : wholeNumber("seconds", values.seconds, 1),
    without: faultNames(values.without ?? ""),
    binary,
  };
}
