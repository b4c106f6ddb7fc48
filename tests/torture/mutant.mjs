// A build of the program without its guards. Each removal must change something: it says so when the queries have changed.
import { spawnSync } from "node:child_process";
import { existsSync, mkdirSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from "node:fs";
import path from "node:path";
import { root } from "./options.mjs";
import { MissingError } from "./server.mjs";

const copied = ["CMakeLists.txt", "src", "sql", "man", "scripts/migrate", "scripts/env.sample"];
const tree = path.join(root, "build/torture-mutant");

const ofItsAttempt = " AND e.engagement_status = 'drafting' AND e.attempt = d.attempt";

// In each statement what begins with one text and ends with another gives way to a third.
const removals = {
  "sql/queries/leases.sql": [
    { statement: "acquire_leases", from: "WHERE NOT EXISTS", to: "l.lease_until >= now())" },
    { statement: "acquire_leases", from: " WHERE proactive_leases.lease_until <", to: "interval '1 second'" },
    { statement: "renew_leases", from: "l.holder = $2::text", by: "$2::text IS NOT NULL" },
  ],
  "sql/queries/deliveries.sql": [{ statement: "mark_sent", from: " AND e.engagement_status = 'scheduled'" }],
  "sql/queries/engagements.sql": [
    { statement: "claim_drafts", from: "ON CONFLICT", to: "DO NOTHING" },
    { statement: "take_over_drafts", from: ofItsAttempt },
    { statement: "store_drafts", from: ofItsAttempt },
  ],
};

function withoutGuard(text, { statement, from, to = "", by = "" }) {
  const heading = `-- name: ${statement}\n`;
  const [before, after] = text.split(heading);
  const body = after?.split("-- name: ")[0] ?? "";
  const begin = body.indexOf(from);
  const end = body.indexOf(to, begin + from.length) + to.length;
  if (begin < 0 || end < to.length) throw new Error(`mutant.mjs must learn the guards of ${statement} anew: it has changed`);
  return before + heading + after.slice(0, begin) + by + after.slice(end);
}

// What is the same keeps its time, so that a second build has little to do.
function copy(name) {
  const from = path.join(root, name);
  const to = path.join(tree, name);
  if (statSync(from).isDirectory()) {
    mkdirSync(to, { recursive: true });
    const entries = readdirSync(from);
    const stale = readdirSync(to).filter((entry) => !entries.includes(entry));
    for (const entry of stale) rmSync(path.join(to, entry), { recursive: true });
    for (const entry of entries) copy(path.join(name, entry));
    return;
  }
  mkdirSync(path.dirname(to), { recursive: true });
  const wanted = (removals[name] ?? []).reduce(withoutGuard, readFileSync(from, "latin1"));
  if (!existsSync(to) || readFileSync(to, "latin1") !== wanted) writeFileSync(to, wanted, "latin1");
}

function cmake(...args) {
  const { status, stdout, stderr, error } = spawnSync("cmake", args, { encoding: "utf8" });
  if (error) throw new MissingError("cmake is not installed: run scripts/install-packages");
  if (status !== 0) throw new Error(`cmake ${args.join(" ")}:\n${stdout}${stderr}`);
}

// Returns the binary.
export function buildMutant() {
  copied.forEach(copy);
  const build = path.join(tree, "build");
  cmake("-S", tree, "-B", build, "-G", "Ninja", "-DCMAKE_BUILD_TYPE=Debug", "-DBUILD_TESTING=OFF");
  cmake("--build", build, "--target", "proactive");
  return path.join(build, "proactive");
}
