// Faults of the runs' own processes. Each strike resolves to whether it has happened.
import { setTimeout as pause } from "node:timers/promises";
import { moments } from "./proxy.mjs";
import { leaseSeconds } from "./runs.mjs";

const longestWaits = { statement: 60, reading: 5, writing: 15, writtenCommit: 4 };
const anyMoment = Object.keys(longestWaits);

// At a random one of these moments of a random run; what the run has just sent goes on or is lost.
async function atMoment({ runs, random }, names, act, mayBeLost = false) {
  const run = random.pick(runs.targets);
  if (!run) return null;
  run.isTarget = true;
  const isLost = mayBeLost && random.chance(0.5);
  const name = random.pick(names);
  const struck = await run.link.at(moments[name], random.low(longestWaits[name]), (conversation, { bytes }) => {
    act(run);
    if (isLost) conversation.cut();
    else conversation.pass(bytes);
  });
  run.isTarget = false;
  return struck ? run : null;
}

export async function kill(context) {
  if (context.random.chance(0.7)) return (await atMoment(context, anyMoment, (run) => run.signal("SIGKILL"), true)) !== null;
  const run = context.random.pick(context.runs.targets);
  run?.signal("SIGKILL");
  return run !== undefined;
}

export async function terminate(context) {
  return (await atMoment(context, anyMoment, (run) => run.tellToStop())) !== null;
}

// Past its lease, so that another run takes its work over, and sometimes past the server's patience with an open transaction
// (10 s).
export async function freeze(context) {
  const run = await atMoment(context, ["reading", "reading", "writing"], (target) => target.freeze());
  if (!run) return false;
  const extra = context.random.chance(0.2) ? 6 : 0.2;
  await Promise.race([pause((leaseSeconds + extra) * 1000), run.ended]);
  const heir = await context.runs.startHeir(run);
  await Promise.race([pause(context.random.between(100, 2000)), heir.ended]);
  run.thaw();
  return true;
}

export async function moveClock({ hostClock, random }) {
  hostClock.move(random.pick(["-1d", "+0", "+1d"]));
  return true;
}
