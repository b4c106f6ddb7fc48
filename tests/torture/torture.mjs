// See scripts/torture --help.
import { Campaign } from "./campaign.mjs";
import { removeLeftoversOnExit } from "./leftovers.mjs";
import { helpText, readOptions, UsageError } from "./options.mjs";
import { selfTest } from "./self-test.mjs";
import { MissingError } from "./server.mjs";

const exitCodes = { clean: 0, found: 1, usage: 64, missing: 69, harness: 70 };
const shownFindings = 20;

async function torture(options) {
  console.log(`torture: seed ${options.seed}`);
  const campaign = await new Campaign(options).run();
  for (const line of campaign.findings.lines().slice(0, shownFindings)) console.error(line);
  if (campaign.hasEvidence) console.error(`torture: the findings, the logs and the database are in ${campaign.logDirectory}`);
  console.log(campaign.line);
  return campaign.findings.total === 0 ? exitCodes.clean : exitCodes.found;
}

async function main() {
  const options = readOptions(process.argv.slice(2));
  if (options.help) {
    console.log(helpText());
    return exitCodes.clean;
  }
  if (options.selfTest) return (await selfTest(options)) ? exitCodes.clean : exitCodes.found;
  return torture(options);
}

function fail(problem) {
  const code =
    problem instanceof UsageError ? exitCodes.usage : problem instanceof MissingError ? exitCodes.missing : exitCodes.harness;
  console.error(`torture: ${code === exitCodes.harness ? problem.stack : problem.message}`);
  process.exit(code);
}

removeLeftoversOnExit();
process.on("unhandledRejection", fail);
main().then((code) => process.exit(code), fail);
