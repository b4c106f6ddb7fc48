// The checks of stats_browser.sh.
import assert from "node:assert/strict";
import { resolve } from "node:path";
import { pathToFileURL } from "node:url";
import { chromium } from "playwright-core";
import { check, finish } from "../realtime/checks.mjs";

const [folder] = process.argv.slice(2);
const isRoot = process.getuid() === 0; // Chromium has no sandbox then
const browser = await chromium.launch({ executablePath: process.env.CHROMIUM, args: isRoot ? ["--no-sandbox"] : [] });

// Runs in the page: the texts whose contrast to what is behind them is below 4.5.
function palePieces() {
  const channels = (color) => color.match(/[\d.]+/g).map(Number);
  const luminance = (color) => {
    const [r, g, b] = channels(color).map((value) => (value / 255 <= 0.04045 ? value / 255 / 12.92 : ((value / 255 + 0.055) / 1.055) ** 2.4));
    return 0.2126 * r + 0.7152 * g + 0.0722 * b;
  };
  const behind = (element) => {
    for (let at = element; at; at = at.parentElement) {
      const color = getComputedStyle(at).backgroundColor;
      if ((channels(color)[3] ?? 1) > 0) return color;
    }
    return "rgb(255, 255, 255)";
  };
  const pale = [];
  const texts = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
  let count = 0;
  for (let node = texts.nextNode(); node; node = texts.nextNode()) {
    const element = node.parentElement;
    if (!node.data.trim() || element.getClientRects().length === 0) continue;
    count += 1;
    const style = getComputedStyle(element);
    const [lighter, darker] = [luminance(element.closest("svg") ? style.fill : style.color), luminance(behind(element))].sort((a, b) => b - a);
    const contrast = (lighter + 0.05) / (darker + 0.05);
    if (contrast < 4.5) pale.push(`${contrast.toFixed(2)}: ${node.data.trim()}`);
  }
  return { count, pale };
}

// Runs in the page: texts of drawings that lie over each other, or stick out of the page.
function misplaced() {
  const found = [];
  for (const drawing of document.querySelectorAll("svg")) {
    const boxes = [...drawing.querySelectorAll("text")].map((text) => [text.textContent, text.getBoundingClientRect()]);
    boxes.forEach(([text, box], index) => {
      if (box.left < 0 || box.right > document.documentElement.clientWidth) found.push(`outside: ${text}`);
      for (const [other, over] of boxes.slice(index + 1)) {
        if (box.left < over.right && over.left < box.right && box.top < over.bottom && over.top < box.bottom) found.push(`${text} over ${other}`);
      }
    });
  }
  return found;
}

const isTooWide = () => document.documentElement.scrollWidth > document.documentElement.clientWidth;
const openAll = () => document.querySelectorAll("details").forEach((part) => (part.open = true));

async function look(name, colorScheme, width) {
  const context = await browser.newContext({ colorScheme, viewport: { width, height: 900 } });
  const page = await context.newPage();
  const faults = [];
  const requests = [];
  page.on("pageerror", (problem) => faults.push(problem.message));
  page.on("console", (message) => faults.push(message.text()));
  page.on("request", (request) => requests.push(request.url()));
  const url = pathToFileURL(resolve(folder, `${name}.html`)).href;
  await page.goto(url);
  const where = `${name}, ${colorScheme}, ${width} wide`;
  await page.screenshot({ path: `${folder}/${name}-${colorScheme}-${width}.png`, fullPage: true });
  await check(`${where}: nothing is wider than the page, folded or not`, async () => {
    assert.equal(await page.evaluate(isTooWide), false);
    await page.evaluate(openAll);
    assert.equal(await page.evaluate(isTooWide), false);
  });
  await check(`${where}: every text can be read`, async () => {
    const { count, pale } = await page.evaluate(palePieces);
    assert.ok(count > 20);
    assert.deepEqual(pale, []);
  });
  await check(`${where}: no text of a drawing covers another`, async () => {
    assert.deepEqual(await page.evaluate(misplaced), []);
  });
  await check(`${where}: the theme is the reader's`, async () => {
    const [red] = (await page.evaluate(() => getComputedStyle(document.body).backgroundColor)).match(/\d+/g).map(Number);
    assert.equal(red > 128, colorScheme === "light");
  });
  await check(`${where}: nothing was loaded, run or wrong`, async () => {
    assert.deepEqual(requests, [url]);
    assert.deepEqual(faults, []);
    assert.equal(await page.title(), "proactive stats");
  });
  await context.close();
}

for (const name of ["fortnight", "insight"]) {
  for (const colorScheme of ["light", "dark"]) {
    for (const width of [375, 1280]) await look(name, colorScheme, width);
  }
}
await look("nothing", "light", 375);
await browser.close();
finish();
process.exit();
