// Opens every page of the report folders that are named, in the browser of the machine, and says
// what is wrong with it: one line for each fault, with page, width and place. Exits 1 if any is.
//
// Usage: node check.js FOLDER…       (CHROMIUM names the browser)

import { readdirSync, readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { basename, join, resolve } from "node:path";
import { pathToFileURL } from "node:url";
import { chromium } from "playwright-core";
import * as inPage from "./in-page.js";

const WIDTHS = [360, 768, 1280];
const TAGS = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"];
const AXE = readFileSync(createRequire(import.meta.url).resolve("axe-core/axe.min.js"), "utf8");
const ARGUMENTS = [
  "--headless=new", "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run",
  "--disable-background-networking", "--disable-component-update", "--disable-sync",
];
// Where axe looks: what a page is made of is the same at every width, colours differ in the dark.
const AXE_AT = { light: [360, 1280], dark: [1280] };
// Where every stop of the Tab key is counted: with the menu behind its button, and beside the page.
const KEYS_AT = [360, 1280];
// Pages that are looked at side by side.
const AT_ONCE = 3;

const folders = process.argv.slice(2).map((folder) => resolve(folder));
if (folders.length === 0) {
  console.error("usage: node check.js FOLDER…");
  process.exit(2);
}

const faults = [];
const counts = { pages: 0, views: 0 };

/// A page, what it asks for, and what it complains of.
const open = async (context, folder, file) => {
  const page = await context.newPage();
  const heard = [];
  page.on("console", (message) => {
    if (["error", "warning"].includes(message.type())) heard.push(`console: ${message.text()}`);
  });
  page.on("pageerror", (error) => heard.push(`script: ${error.message}`));
  page.on("requestfailed", (request) => heard.push(`request failed: ${request.url()}`));
  page.on("request", (request) => {
    const url = request.url();
    const own = url.startsWith(`${pathToFileURL(folder)}/`) || url.startsWith("data:");
    if (!own) heard.push(`request outside the folder: ${url}`);
  });
  await page.goto(pathToFileURL(join(folder, file)).href);
  return { page, heard };
};

const axe = async (page) => {
  // The policy of the page forbids this script too: it is put in as the browser's own.
  const results = await page.evaluate(`(() => { ${AXE}; return axe.run(document, {
    runOnly: { type: "tag", values: ${JSON.stringify(TAGS)} }, resultTypes: ["violations"], preload: false,
  }); })()`);
  return results.violations.flatMap((violation) =>
    violation.nodes.map((node) => `axe ${violation.id}: ${node.target.join(" ")}: ${node.failureSummary.split("\n").slice(1).join(" ").trim()}`),
  );
};

/// Presses Tab until the page is left, and says what was not reached, and what has no ring.
const keyboard = async (page) => {
  const wanted = await page.evaluate(inPage.focusable);
  const reached = new Set();
  const said = [];
  await page.evaluate(() => document.activeElement?.blur());
  for (let press = 0; press < wanted.length + 5; press += 1) {
    await page.keyboard.press("Tab");
    const at = await page.evaluate(inPage.focused);
    if (at === null) break;
    if (!at.ring) said.push(`no ring round the focus: ${at.selector}`);
    if (reached.has(at.number)) break;
    reached.add(at.number);
  }
  const missed = wanted.filter(({ number }) => !reached.has(number));
  said.push(...missed.map(({ selector }) => `not reached with the keyboard: ${selector}`));
  return said;
};

/// Goes through the values of each chart with the arrow keys, and says what is not shown or spoken.
const values = async (page, told) => {
  const said = [];
  const regions = await page.locator(".scroll").all();
  const expect = async (key, wanted, silent = false) => {
    if (key) await page.keyboard.press(key);
    const { seen, said: spoken } = await page.evaluate(inPage.shown);
    const right = seen === wanted && spoken === (silent ? "" : wanted);
    if (!right) said.push(`${key} shows “${seen}” and says “${spoken}”, not “${wanted}”`);
  };
  for (const [at, words] of told.entries()) {
    if (words.length === 0) continue;
    await regions[at].focus();
    await expect("ArrowRight", words[0]);
    await expect("ArrowRight", words[Math.min(1, words.length - 1)]);
    await expect("ArrowLeft", words[0]);
    await expect("ArrowLeft", words[0]);
    await expect("Escape", null, true);
    await expect("ArrowLeft", words.at(-1));
    await regions[at].blur();
    await expect(null, null, true);
  }
  return said;
};

/// What is wrong with a page of one width, on screens and on paper.
const look = async (contexts, { folder, file, width }) => {
  const { page, heard } = await open(contexts[`${width}`], folder, file);
  const put = (media, told) =>
    told.forEach((fault) => faults.push(`${basename(folder)}/${file} at ${width}, ${media}: ${fault}`));
  try {
    for (const media of ["light", "dark", "print"]) {
      await page.emulateMedia({
        media: media === "print" ? "print" : "screen",
        colorScheme: media === "dark" ? "dark" : "light",
      });
      put(media, await page.evaluate(inPage.layout, { isPrint: media === "print" }));
      if (AXE_AT[media]?.includes(width)) put(media, await axe(page));
      counts.views += 1;
    }
    await page.emulateMedia({ media: "screen", colorScheme: "light" });
    if (KEYS_AT.includes(width)) put("light", await keyboard(page));
    if (width === WIDTHS.at(-1)) put("light", await withoutScripts(contexts.plain, page, folder, file));
  } finally {
    put("any", heard);
    await page.close();
  }
};

/// What a page lacks where no script runs.
const withoutScripts = async (context, page, folder, file) => {
  const whole = await page.evaluate(inPage.text);
  const plain = await open(context, folder, file);
  const without = await plain.page.evaluate(inPage.text);
  const told = await plain.page.evaluate(inPage.told);
  await plain.page.close();
  const differs = whole === without ? [] : [`differs without scripts: ${inPage.difference(whole, without)}`];
  return [...plain.heard, ...differs, ...(await values(page, told))];
};

const browser = await chromium.launch({
  executablePath: process.env.CHROMIUM || "/usr/bin/chromium",
  args: ARGUMENTS,
});
const sized = (width, more = {}) =>
  browser.newContext({ viewport: { width, height: 900 }, ...more });
const contexts = { plain: await sized(1280, { javaScriptEnabled: false }) };
for (const width of WIDTHS) contexts[`${width}`] = await sized(width);

const views = folders.flatMap((folder) => {
  const files = readdirSync(folder, { recursive: true }).filter((file) => file.endsWith(".html")).sort();
  if (files.length === 0) faults.push(`${folder}: no page`);
  counts.pages += files.length;
  return files.flatMap((file) => WIDTHS.map((width) => ({ folder, file, width })));
});
const work = async () => {
  for (let view = views.shift(); view; view = views.shift()) await look(contexts, view);
};
await Promise.all(Array.from({ length: AT_ONCE }, work));
await browser.close();

faults.sort().forEach((fault) => console.log(fault));
console.log(`${counts.pages} pages, ${counts.views} views, ${faults.length} faults`);
process.exit(faults.length === 0 ? 0 : 1);
