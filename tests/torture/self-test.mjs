// Keeps the harness honest: a program without guards, first with the constraints of the database, then without them.
import { Campaign } from "./campaign.mjs";
import { buildMutant } from "./mutant.mjs";

// One companion for each user, since the caps over several companions are the program's alone; all runs want all slices.
const style = { greedy: 1, pairsOfUser: 1, spoil: "" };
const dropConstraints = "DROP INDEX proactive_messages_engagement; DROP INDEX proactive_engagements_open";
const kills = 40;

const mustBeZero = ["lost", "doubled", "stuck", "overCaps", "falseEvents"];

async function mutantCampaign(options, binary, spoil) {
  const campaign = await new Campaign({ ...options, kills, binary }, { ...style, spoil }).run();
  const what = spoil ? "without guards and unique indexes" : `without guards, constraints refused ${campaign.refusals} times`;
  console.log(`${what}: ${campaign.line}`);
  campaign.discardEvidence();
  return campaign;
}

// The constraints refuse what a run without guards tries, so how runs end is not judged.
export async function selfTest(options) {
  console.log(`torture: seed ${options.seed}, building a mutant`);
  const binary = buildMutant();
  const guarded = await mutantCampaign(options, binary, "");
  const bare = await mutantCampaign(options, binary, dropConstraints);
  const faults = [
    ...mustBeZero.flatMap((kind) => guarded.findings.of(kind).map((text) => `the constraints did not hold: ${kind}: ${text}`)),
    ...(guarded.refusals > 0 ? [] : ["the constraints had nothing to refuse, so this has shown nothing"]),
    ...(bare.findings.count("doubled") > 0 ? [] : ["the harness found no duplicate where nothing prevented it"]),
  ];
  for (const fault of faults.slice(0, 20)) console.error(`self-test: ${fault}`);
  console.log(`self-test: ${faults.length === 0 ? "passed" : "failed"}`);
  return faults.length === 0;
}
