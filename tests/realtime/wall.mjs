// The checks of wall.sh.
import assert from "node:assert/strict";
import { spawn } from "node:child_process";
import { createInterface } from "node:readline";
import pg from "pg";
import { chromium } from "playwright-core";
import { check, finish } from "./checks.mjs";

const [screenshots] = process.argv.slice(2);
const patience = 90_000; // ms
const isRoot = process.getuid() === 0; // Chromium has no sandbox then
const special = `<img src=x onerror="document.title='fooled'"> </script> & "so on"`;
const desk = { viewport: { width: 1440, height: 900 } };
const phone = { viewport: { width: 390, height: 844 }, deviceScaleFactor: 2, isMobile: true, hasTouch: true };

const demo = spawn(process.execPath, ["scripts/demo.d/live.mjs", "--speed", "120"], { stdio: ["ignore", "pipe", "inherit"] });
process.on("exit", () => demo.kill("SIGKILL"));
const demoEnds = new Promise((resolve) => demo.once("exit", resolve));
const firstLine = new Promise((resolve) => createInterface({ input: demo.stdout }).once("line", resolve));
const [url] = (await Promise.race([firstLine, demoEnds])).match(/http:\/\/[^/]+/);

const db = new pg.Client();
await db.connect();
const browser = await chromium.launch({ executablePath: process.env.CHROMIUM, args: isRoot ? ["--no-sandbox"] : [] });
const faults = [];
async function open(size, colorScheme, path = "/") {
  const page = await browser.newPage({ ...size, colorScheme });
  page.on("pageerror", (problem) => faults.push(problem.message));
  page.on("console", (line) => line.type() === "error" && faults.push(line.text()));
  page.on("request", (request) => request.url().startsWith(url) || request.url().startsWith("data:") || faults.push(request.url()));
  await page.goto(url + path);
  await page.locator("#state.connected").waitFor({ timeout: patience });
  return page;
}

async function until(what, isSo) {
  const end = performance.now() + patience;
  while (!(await isSo())) {
    if (performance.now() > end) throw new Error(`it has not come that ${what}`);
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
}
const count = async (statement, ...values) => Number((await db.query(statement, values)).rows[0].count);
const isWiderThanScreen = (page) => page.evaluate(() => document.documentElement.scrollWidth > window.innerWidth);

const [wide, narrow] = [await open(desk, "light"), await open(phone, "dark")];

await check("six phones show six times of day", async () => {
  for (const page of [wide, narrow]) {
    await page.locator(".phone .clock:not(:empty)").nth(5).waitFor({ timeout: patience });
    const clocks = await page.locator(".phone .clock").allTextContents();
    assert.equal(new Set(clocks.map((clock) => clock.slice(0, 2))).size, 6, clocks.join(" "));
  }
});

await check("messages that proactive wrote arrive live on at least two phones, on both screens", async () => {
  const withLive = ".phone:has(.message.outreach.live)";
  for (const page of [wide, narrow]) await until("two phones had a message", async () => (await page.locator(withLive).count()) >= 2);
  const shown = narrow.locator(withLive).first();
  const content = await shown.locator(".message.outreach.live .bubble").first().textContent();
  const delivered = `SELECT count(*) FROM proactive.deliveries d JOIN messages m ON m.user_id = d.user_id AND m.id::text = d.message_id
                      WHERE m.conversation_id = $1 AND m.content = $2`;
  assert.equal(await count(delivered, await shown.getAttribute("data-conversation"), content), 1);
});

await check("reasons, refusals and numbers fill", async () => {
  for (const page of [wide, narrow]) {
    await until("something was sent", async () => Number(await page.locator("#sent").textContent()) > 0);
    assert.equal(await page.locator("#reasons li").count(), 6);
    assert.doesNotMatch(await page.locator("#reasons").textContent(), /nothing is known/);
    assert.ok((await page.locator("#refusals li").count()) >= 3);
  }
});

await check("nothing is wider than its screen", async () => {
  for (const page of [wide, narrow]) assert.equal(await isWiderThanScreen(page), false);
});

await check("an answer in the place of a user is stored at the simulated time, as text, and the gate sees it", async () => {
  const single = await open(phone, "light", await wide.locator(".phone .name a").nth(1).getAttribute("href"));
  const conversation = await single.locator(".phone").getAttribute("data-conversation");
  await single.locator(".reply input").fill(special);
  await single.locator("#state.held").waitFor({ timeout: patience });
  const now = await single.locator("#now").getAttribute("datetime");
  await single.locator(".reply button").click();
  await single.locator(".message.user.live .bubble").filter({ hasText: "so on" }).waitFor({ timeout: patience });
  await single.locator('.phone[data-status="live_chat"]').waitFor({ timeout: patience });
  await single.screenshot({ path: `${screenshots}/answer-phone-light.png` });
  const { rows } = await db.query("SELECT sender_type, created_at FROM messages WHERE conversation_id = $1 AND content = $2", [conversation, special]);
  assert.equal(rows.length, 1);
  assert.equal(rows[0].sender_type, "user");
  assert.ok(Math.abs(rows[0].created_at - new Date(now)) <= 15 * 60_000, `${rows[0].created_at} is not ${now}`);
  assert.equal(await single.locator(".message.user .bubble").last().textContent(), special);
  assert.equal(await single.title(), "proactive, live");
  await single.close();
});

await check("who opts out gets nothing afterwards", async () => {
  const optedOut = wide.locator('.phone[data-status="opted_out"]');
  await optedOut.waitFor({ timeout: patience });
  const sent = () => optedOut.locator(".message.outreach").count();
  const sentToAll = () => count("SELECT count(*) FROM proactive.deliveries");
  const now = async () => Date.parse(await wide.locator("#now").getAttribute("datetime"));
  const [before, beforeToAll, since] = [await sent(), await sentToAll(), await now()];
  assert.ok(before >= 1);
  await until("a day passed", async () => (await now()) - since >= 24 * 3600_000);
  assert.equal(await sent(), before);
  assert.ok((await sentToAll()) > beforeToAll + 10);
  const conversation = await optedOut.getAttribute("data-conversation");
  const open = `SELECT count(*) FROM proactive.engagements e JOIN conversations v ON v.user_id = e.user_id
                 WHERE v.id = $1 AND e.engagement_status IN ('drafting', 'scheduled')`;
  assert.equal(await count(open, conversation), 0);
});

await check("another site's page is not let in", async () => {
  const statusFor = async (origin) => (await fetch(`${url}/socket.io/?EIO=4&transport=polling`, { headers: { origin } })).status;
  assert.equal(await statusFor(url), 200);
  assert.equal(await statusFor("http://elsewhere.example"), 403);
});

await check("both themes, both screens", async () => {
  for (const [name, page] of [["desk", wide], ["phone", narrow]]) {
    for (const colorScheme of ["light", "dark"]) {
      await page.emulateMedia({ colorScheme });
      await page.screenshot({ path: `${screenshots}/wall-${name}-${colorScheme}.png` });
      const [back, text] = await page.evaluate(() => {
        const brightness = (color) => color.match(/\d+/g).slice(0, 3).reduce((sum, part) => sum + Number(part), 0);
        const style = getComputedStyle(document.querySelector(".phone"));
        return [brightness(style.backgroundColor), brightness(style.color)];
      });
      assert.equal(back > text, colorScheme === "light");
    }
  }
});

await check("the pages have no faults, and asked nobody else", async () => {
  assert.deepEqual(faults, []);
});

await check("it ends when it is told to", async () => {
  demo.kill("SIGINT");
  assert.equal(await demoEnds, 0);
});
await browser.close();
finish();
process.exit();
