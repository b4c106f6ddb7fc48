// Keeps the harness honest: a program without guards, first with the constraints of the database, then without them.
import { rmSync } from "node:fs";
import path from "node:path";
import { Campaign } from "./campaign.mjs";
import { makeMutant } from "./mutant.mjs";
import { root } from "./options.mjs";

// One companion for each user, since the caps over several companions are the program's alone; all runs want all slices. Small
// batches, since each message that is refused as delivered already is tried again for a while.
const style = { greedy: 1, pairsOfUser: 1, batches: [1, 2, 5, 20] };
const belts = ["deliveries_pkey", "engagements_open"];
const dropConstraints = `
  ALTER TABLE proactive.deliveries DROP CONSTRAINT deliveries_pkey;
  DROP INDEX proactive.engagements_open`;
const kills = 40;
const mostSeconds = 300; // until there was something to refuse, or to find

const mustBeZero = ["lost", "doubled", "stuck", "overCaps", "falseEvents"];

const allBelts = ({ server }) => {
  const refusals = server.refusals();
  return belts.every((belt) => refusals[belt] > 0);
};

const bothDoubled = async ({ server, findings }) => {
  if (findings.count("doubled") === 0) return false; // pairs with two open engagements: messages are judged in the end
  const doubled = "SELECT FROM torture.messages GROUP BY user_id, engagement_id HAVING count(*) > 1 LIMIT 1";
  return (await server.query(doubled).catch(() => [])).length > 0;
};

async function mutantCampaign(options, binary, spoil) {
  const isShown = spoil ? bothDoubled : allBelts;
  const campaign = await new Campaign({ ...options, kills, seconds: mostSeconds, binary }, { ...style, spoil, isShown }).run();
  const refusals = belts.map((belt) => `${belt} refused ${campaign.refusals[belt] ?? 0} times`).join(", ");
  console.log(`${spoil ? "without guards and belts" : `without guards, ${refusals}`}: ${campaign.line}`);
  if (!options.keep) campaign.discardEvidence();
  return campaign;
}

function verdict(guarded, bare) {
  const idle = belts.filter((belt) => !guarded.refusals[belt]);
  const doubled = bare.findings.of("doubled");
  const isFound = (words) => doubled.some((text) => text.includes(words));
  return [
    ...mustBeZero.flatMap((kind) => guarded.findings.of(kind).map((text) => `the constraints did not hold: ${kind}: ${text}`)),
    ...idle.map((belt) => `${belt} had nothing to refuse, so this has shown nothing`),
    ...(isFound("messages of one engagement") ? [] : ["the harness found no second message where nothing prevented it"]),
    ...(isFound("open at once") ? [] : ["the harness found no pair with two open engagements where nothing prevented it"]),
  ];
}

// The constraints refuse what a run without guards tries, so how runs end is not judged.
export async function selfTest(options) {
  console.log(`torture: seed ${options.seed}, with a mutant`);
  const directory = path.join(root, "build/torture", `mutant-${process.pid}`);
  const binary = makeMutant(options.binary, directory);
  const guarded = await mutantCampaign(options, binary, "");
  const bare = await mutantCampaign(options, binary, dropConstraints);
  rmSync(directory, { recursive: true });
  const faults = verdict(guarded, bare);
  for (const fault of faults.slice(0, 20)) console.error(`self-test: ${fault}`);
  console.log(`self-test: ${faults.length === 0 ? "passed" : "failed"}`);
  return faults.length === 0;
}
