// For every reader: WCAG 2.2 A and AA by axe-core, the keyboard, the size of targets, headings and tables.
import assert from "node:assert/strict";
import { readFile } from "node:fs/promises";
import { createRequire } from "node:module";
import { after, before, describe, test } from "node:test";
import { installChecks, WCAG } from "./lib/access.mjs";
import { follow, launch, openPage, SIZES } from "./lib/browser.mjs";
import { coveringPages } from "./lib/cover.mjs";
import { OWN_PATH, pageOfKind, serveSite, sitePages } from "./lib/site.mjs";

const axe = await readFile(createRequire(import.meta.url).resolve("axe-core/axe.min.js"), "utf8");
const WIDTHS = { 1280: SIZES[1280], 390: { width: 390, height: 844 } };
const MODES = { normal: [], large: ["type"], high: ["contrast"] };
const VALUES = { type: "large", contrast: "high" };

/** As many pages are looked at side by side. */
const SIDE_BY_SIDE = 2;

let browser, site;
const idle = [];
before(async () => {
  // 404.html is written for the address of its own.
  [browser, site] = [await launch(), await serveSite(OWN_PATH)];
  for (let n = 0; n < SIDE_BY_SIDE; n++) {
    const reader = await openPage(browser);
    await reader.page.addInitScript(installChecks);
    await reader.page.addInitScript({ content: axe });
    idle.push({ ...reader, keys: await reader.context.newCDPSession(reader.page) });
  }
});
after(async () => { await browser?.close(); await site?.close(); });

/** Runs `work` with a window that no other test is using. */
async function withReader(work) {
  const reader = idle.pop();
  try {
    return await work(reader);
  } finally {
    reader.faults.length = 0;
    idle.push(reader);
  }
}

/** Opens a page; the one for searching with something found, or with nothing found. */
async function open({ page }, address) {
  await page.goto(site.url(address.split("?")[0]) + address.slice(address.split("?")[0].length));
  if (address.includes("?q=")) await page.waitForFunction(() => document.querySelector('main [role="status"]').textContent.trim());
  await page.evaluate(() => { for (const details of document.querySelectorAll("details")) details.open = true; });
}

/** Chooses a mode by the buttons for it. */
const choose = ({ page }, keys) =>
  page.evaluate((keys) => {
    for (const button of document.querySelectorAll("[data-set]")) {
      if ((button.getAttribute("aria-pressed") === "true") !== keys.includes(button.dataset.set)) button.click();
    }
  }, keys);

/** Presses Tab from the top of the page to its end, and tells what is not reached or not seen to have the focus. */
async function walk({ page, keys }) {
  const stops = await page.evaluate(() => access.start());
  const tab = { type: "rawKeyDown", key: "Tab", code: "Tab", windowsVirtualKeyCode: 9 };
  await Promise.all(Array.from({ length: stops + 2 }, () => keys.send("Input.dispatchKeyEvent", tab)));
  return page.evaluate(() => access.end());
}

const look = async (reader) => [
  ...(await walk(reader)),
  ...(await reader.page.evaluate(() => access.small())),
  ...(await reader.page.evaluate((rules) => access.violations(rules), WCAG)),
];

const PAGES = [...(await coveringPages()), `search.html?q=${encodeURIComponent("方案")}`, `search.html?q=${encodeURIComponent("查不到的词语")}`];

describe("every kind of page, in every mode and at two widths", { concurrency: SIDE_BY_SIDE }, () => {
  for (const address of PAGES) {
    test(decodeURIComponent(address), () => withReader(async (reader) => {
      const found = [];
      for (const [width, size] of Object.entries(WIDTHS)) {
        await reader.page.setViewportSize(size);
        for (const [mode, keys] of Object.entries(MODES)) {
          await open(reader, address);
          await choose(reader, keys);
          found.push(...(await look(reader)).map((fault) => `${width} px, ${mode}: ${fault}`));
        }
      }
      await choose(reader, []);
      assert.equal(found.join("\n"), "");
      assert.deepEqual(reader.faults, []);
    }));
  }
});

test("the open drawer of columns on a telephone", () => withReader(async (reader) => {
  const { page } = reader;
  await page.setViewportSize(WIDTHS[390]);
  const found = [];
  for (const [mode, keys] of Object.entries(MODES)) {
    await open(reader, await pageOfKind("document-official"));
    await choose(reader, keys);
    await page.locator(".menu").click();
    const faults = [...(await page.evaluate(() => access.small())), ...(await page.evaluate((rules) => access.violations(rules), WCAG))];
    found.push(...faults.map((fault) => `${mode}: ${fault}`));
  }
  await choose(reader, []);
  assert.equal(found.join("\n"), "");
}));

test("the link to the text comes first and works on every kind of page", () => withReader(async ({ page }) => {
  await page.setViewportSize(WIDTHS[1280]);
  for (const address of PAGES) {
    await open({ page }, address);
    await page.keyboard.press("Tab");
    const skip = page.locator(".skip");
    assert.ok(await skip.evaluate((e) => e === document.activeElement && e.getBoundingClientRect().top >= 0), `${address}: first and seen`);
    await page.keyboard.press("Enter");
    assert.equal(await page.evaluate(() => document.activeElement.localName), "main", address);
    await page.keyboard.press("Tab");
    assert.ok(
      await page.evaluate(() => document.querySelector("header.hd").compareDocumentPosition(document.activeElement) === Node.DOCUMENT_POSITION_FOLLOWING && !document.activeElement.closest(".rail,.loc")),
      `${address}: the next stop is in the text or after it`,
    );
  }
}));

test("both modes stay over every kind of page, over links and after loading again", async () => {
  const { page, faults, close } = await openPage(browser);
  const now = () => page.evaluate(() => ({ ...document.documentElement.dataset, pressed: [...document.querySelectorAll(".tools [data-set]")].map((b) => b.getAttribute("aria-pressed")).join() }));
  const on = { ...VALUES, pressed: "true,true" };
  await page.goto(site.url("index.html"));
  for (const key of Object.keys(VALUES)) await page.locator(`[data-set="${key}"]`).click();
  assert.deepEqual(await now(), on);
  await follow(page, page.locator(".cards.st a").first());
  assert.deepEqual(await now(), on, "after following a link");
  for (const address of PAGES) {
    await open({ page }, address);
    assert.deepEqual(await now(), on, address);
  }
  await page.reload();
  assert.deepEqual(await now(), on, "after loading again");
  for (const key of Object.keys(VALUES)) await page.locator(`[data-set="${key}"]`).click();
  await page.goto(site.url("index.html"));
  assert.deepEqual(await now(), { pressed: "false,false" }, "off again");
  assert.deepEqual(faults, []);
  await close();
});

test("language, headings and tables of every page of the site", () => withReader(async ({ page }) => {
  await page.goto(site.url("index.html"));
  const found = [];
  for (const [file, html] of await sitePages()) {
    if (/http-equiv="?refresh/i.test(html)) continue;
    found.push(...(await page.evaluate((html) => access.structure(html), html)).map((fault) => `${file}: ${fault}`));
  }
  assert.equal(found.join("\n"), "");
}));

test("targets on every page of the site, on a telephone", () => withReader(async (reader) => {
  await reader.page.setViewportSize(WIDTHS[390]);
  const found = [];
  for (const [file, html] of await sitePages()) {
    if (/http-equiv="?refresh/i.test(html)) continue;
    await open(reader, file);
    found.push(...(await reader.page.evaluate(() => access.small())).map((fault) => `${file}: ${fault}`));
  }
  assert.equal(found.join("\n"), "");
}));
