// Faults of the server and its data. Each strike resolves to whether it has happened.
import { open, rm } from "node:fs/promises";
import path from "node:path";
import { setTimeout as pause } from "node:timers/promises";

const secondsBetweenCrashes = 12;
const ownBackends = "FROM pg_stat_activity WHERE application_name LIKE 'proactive%' AND datname = current_database()";

export async function terminateBackend({ server, random }) {
  const terminated = await server.query(
    `SELECT pg_terminate_backend(pid) FROM (SELECT pid ${ownBackends} ORDER BY pid OFFSET $1 LIMIT 1) chosen`,
    [random.between(0, 3)],
  );
  return terminated.length === 1;
}

// Not too often, since no stopped run would come back to its connection. While the disk is full a crashed server could not
// start again.
export async function restart({ server, turns }) {
  return turns.take(async () => {
    if (Date.now() - server.crashedAt < secondsBetweenCrashes * 1000) return false;
    await server.crashAndRestart();
    return true;
  });
}

const locks = [
  "LOCK TABLE public.messages IN SHARE ROW EXCLUSIVE MODE",
  "LOCK TABLE proactive.engagements IN ACCESS EXCLUSIVE MODE",
  "LOCK TABLE proactive.deliveries IN SHARE ROW EXCLUSIVE MODE",
  "SELECT FROM proactive.leases FOR UPDATE",
  "SELECT FROM proactive.discovery FOR UPDATE",
  "SELECT FROM proactive.pairs WHERE hashtext(user_id) % 5 = 0 FOR UPDATE",
  "SELECT FROM proactive.engagements WHERE engagement_status = 'scheduled' AND hashtext(user_id) % 7 = 0 FOR UPDATE",
  "SELECT FROM public.relationship_progression WHERE hashtext(user_id) % 5 = 0 FOR UPDATE",
  "SELECT FROM public.conversations WHERE hashtext(user_id) % 5 = 0 FOR UPDATE",
];

// The runs wait 2 s for a lock.
export async function holdLock({ server, random }) {
  const milliseconds = random.chance(0.2) ? random.between(2500, 4000) : random.between(50, 600);
  return server.session(async (session) => {
    await session.query("BEGIN; SET LOCAL lock_timeout = '2s'");
    await session.query(random.pick(locks));
    await pause(milliseconds);
    await session.query("ROLLBACK");
    return true;
  });
}

// The last antidote is the campaign's own, since the server may be down when this one is due.
export async function poison({ server, random }) {
  const salt = random.between(1, 1e6);
  await server.query("INSERT INTO torture.poison VALUES ($1, $2)", [salt, random.pick(["function", "trigger"])]);
  await pause(random.between(1000, 3000));
  await server.query("DELETE FROM torture.poison WHERE salt = $1", [salt]).catch(() => {});
  return true;
}

export async function fillDisk({ server, random, turns }) {
  return turns.take(async () => {
    const ballast = path.join(server.disk, "ballast");
    try {
      await fill(ballast);
      await pause(random.between(200, 700));
    } finally {
      await rm(ballast, { force: true });
    }
    return true;
  });
}

async function fill(name) {
  const file = await open(name, "w");
  const megabyte = Buffer.alloc(2 ** 20);
  try {
    for (;;) if ((await file.write(megabyte)).bytesWritten < megabyte.length) break;
  } catch (problem) {
    if (problem.code !== "ENOSPC") throw problem;
  } finally {
    await file.close();
  }
}

// Several at a time, at the instant that the next run would have.
export async function write({ server, random, clock }) {
  const values = [String(random.between(1, 1e6)), clock.next(), random.between(1, 5)];
  const [{ written }] = await server.query("SELECT torture.write($1, $2, $3) AS written", values);
  return written > 0;
}

const aboutToHear = `
  SELECT e.user_id FROM proactive.engagements e
   WHERE e.engagement_status IN ('drafting', 'scheduled') ORDER BY md5(e.user_id || $1), e.scheduled_for LIMIT 1`;

// A flag that is released at once holds for its hours all the same; of who is forgotten one row stays, for whom nobody writes.
const objections = {
  opt_out: "SELECT proactive.opt_out($1)",
  mute: "SELECT proactive.mute($1)",
  flag: "SELECT proactive.flag($1)",
  release: "WITH flagged AS MATERIALIZED (SELECT proactive.flag($1)) SELECT proactive.release($1, 'torture') FROM flagged",
  forget: "WITH noted AS (INSERT INTO torture.forgotten VALUES ($1) RETURNING user_id) SELECT proactive.forget(user_id) FROM noted",
};

// What was sent before is what the user sees when the word has been committed: nothing is added to it any more.
export async function objection({ server, random }) {
  const [found] = await server.query(aboutToHear, [String(random.between(1, 1e6))]);
  if (!found) return false;
  const word = random.shuffled([...Object.keys(objections), "opt_out"])[0];
  await server.query(objections[word], [found.user_id]);
  await server.query("SELECT torture.note_objection($1, $2)", [found.user_id, word]);
  return true;
}

// To a zone in which it is another day, perhaps. Who was forgotten meanwhile has no zone.
export async function move({ server, random }) {
  const [found] = await server.query(aboutToHear, [String(random.between(1, 1e6))]);
  if (!found) return false;
  const zone = random.shuffled(["Pacific/Kiritimati", "Pacific/Pago_Pago", "Europe/Berlin", "America/New_York", "UTC"])[0];
  const isErased = (problem) => problem.code === "22023";
  return server.query("SELECT torture.move($1, $2)", [found.user_id, zone]).then(
    () => true,
    (problem) => {
      if (!isErased(problem)) throw problem;
      return false;
    },
  );
}

const deletion = (table) => `
  DELETE FROM public.${table}
   WHERE id = (SELECT id FROM public.${table} ORDER BY md5(id || $1) LIMIT 1) AND (SELECT count(*) FROM public.${table}) > $2
  RETURNING id::text`;

// Most of them stay. Every other app that deletes a user also has the user forgotten, in the same transaction.
export async function remove({ server, random }) {
  const [table, fewest] = random.chance(0.9) ? ["users", 600] : ["companions", 6];
  const isForgotten = table === "users" && random.chance(0.5);
  return server.session(async (session) => {
    await session.query("SET lock_timeout = '2s'");
    await session.query("BEGIN");
    const { rows } = await session.query(deletion(table), [String(random.between(1, 1e6)), fewest]);
    if (isForgotten && rows.length === 1) {
      await session.query("INSERT INTO torture.forgotten VALUES ($1)", [rows[0].id]);
      await session.query("SELECT proactive.forget($1)", [rows[0].id]);
    }
    await session.query("COMMIT");
    return rows.length === 1;
  });
}
