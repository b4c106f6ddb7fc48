// The checks of browser.sh.
import assert from "node:assert/strict";
import pg from "pg";
import { chromium } from "playwright-core";
import { check, finish } from "./checks.mjs";
import { startServer } from "./server-process.mjs";
import { addDue, runProcess } from "./world.mjs";

const [screenshot] = process.argv.slice(2);
const atOnce = { timeout: 1000 }; // ms after process has ended
const patient = { timeout: 20_000 };
const isRoot = process.getuid() === 0; // Chromium has no sandbox then
const history = [
  ["user", "The lighthouse is open on Sunday! The real one, with the stairs."],
  ["companion", "217 steps, if I remember right. Are you going up?"],
  ["user", "Of course 😄 Somebody has to check whether the view is still there."],
  ["companion", "Then I want a full report. What do you hope to see?"],
  ["user", "Seals, maybe.\nOr just a lot of weather."],
];
const greeting = "Back from the lighthouse? I want to hear about every single step.";
const special = `<img src=x onerror="document.title='fooled'"> </script> & "so on"`;

async function addHistory(db, { userId, conversationId }) {
  const [senders, contents] = [0, 1].map((column) => history.map((line) => line[column]));
  await db.query(
    `INSERT INTO messages (user_id, conversation_id, sender_type, sender_id, content, created_at)
     SELECT $1::varchar, $2, d.sender, $1::varchar, d.content, now() - interval '31 hours' + d.n * interval '70 seconds'
       FROM unnest($3::text[], $4::text[]) WITH ORDINALITY d(sender, content, n)`,
    [userId, conversationId, senders, contents],
  );
}

const db = new pg.Client();
await db.connect();
let server = await startServer();
const [pair] = await addDue(db, [greeting]);
await addHistory(db, pair);

async function makeDue(content) {
  await db.query(
    `INSERT INTO proactive.engagements (user_id, companion_id, engagement_type, engagement_content, scheduled_for,
       engagement_status, created_at, relationship_stage, writer, run_id)
     VALUES ($1, 1, 'check_in', $2, now(), 'scheduled', now(), 'friend', 'template', 'test')`,
    [pair.userId, content],
  );
}
async function deliver() {
  const { code, report, log } = await runProcess();
  assert.equal(code, 0, log);
  assert.equal(report.sent, 1);
}

const browser = await chromium.launch({ executablePath: process.env.CHROMIUM, args: isRoot ? ["--no-sandbox"] : [] });
const page = await browser.newPage({ viewport: { width: 900, height: 860 }, deviceScaleFactor: 2 });
const faults = [];
page.on("pageerror", (problem) => faults.push(problem.message));
const state = page.locator("#state");
const bubble = (content) => page.locator(".bubble").filter({ hasText: content });
const appears = (content, limit = atOnce) => bubble(content).waitFor({ state: "visible", ...limit });
const stateBecomes = (word) => page.locator(`#state.${word}`).waitFor({ state: "visible", ...patient });

await check("the page shows the history and that it is connected", async () => {
  await page.goto(`${server.url}/?conversation=${pair.conversationId}`);
  await stateBecomes("connected");
  await appears("a lot of weather", patient);
  assert.deepEqual(await page.locator(".bubble").allTextContents(), history.map(([, content]) => content));
  assert.equal(await page.locator("#name").textContent(), "Luna");
});

await check("a delivered message appears within a second", async () => {
  await deliver();
  await appears(greeting);
  await page.screenshot({ path: screenshot });
});

await check("one that was sent while the page was disconnected appears when it is connected again, once", async () => {
  await server.stop();
  await stateBecomes("disconnected");
  await makeDue("You were gone for a moment. Did the seals wave?");
  await deliver();
  server = await startServer({ SIO_PORT: String(server.port) });
  await stateBecomes("connected");
  await appears("Did the seals wave?", patient);
  assert.equal(await bubble("Did the seals wave?").count(), 1);
});

await check("after that messages arrive live again, as text whatever they hold", async () => {
  await makeDue(special);
  await deliver();
  await appears("</script>");
  const contents = await page.locator(".bubble").allTextContents();
  assert.equal(contents.length, history.length + 3);
  assert.equal(contents.at(-1), special);
  assert.equal(await page.title(), "Luna");
});

await check("the page has no faults", async () => {
  assert.equal(await state.textContent(), "connected");
  assert.deepEqual(faults, []);
});
await browser.close();
finish();
process.exit();
