// Faults of the connection between a run and the server. Each strike resolves to whether it has happened.
import { moments } from "./proxy.mjs";

async function withTarget({ runs, random }, lieInWait) {
  const run = random.pick(runs.targets);
  if (!run) return false;
  run.isTarget = true;
  const struck = await lieInWait(run.link);
  run.isTarget = false;
  return struck;
}

const atCommit = (context, act) =>
  withTarget(context, (link) => {
    const moment = context.random.chance(0.75) ? moments.writtenCommit : moments.commit;
    return link.at(moment, context.random.low(6), act);
  });

export const loseCommit = (context) => atCommit(context, (conversation) => conversation.cut());

export const loseAnswer = (context) =>
  atCommit(context, (conversation, { bytes }) => {
    conversation.cutsOnAnswer = true;
    conversation.pass(bytes);
  });

const cutInHalf = (conversation, { bytes }) => {
  conversation.pass(bytes.subarray(0, bytes.length / 2));
  conversation.cut();
};

export const tearStatement = (context) =>
  withTarget(context, (link) => {
    const moment = context.random.chance(0.5) ? moments.writing : moments.statement;
    return link.at(moment, context.random.low(20), cutInHalf);
  });
