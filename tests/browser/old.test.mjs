// Browsers built on Chromium 69, which offices still have: the scripts run, and the style degrades.
import assert from "node:assert/strict";
import { execFile } from "node:child_process";
import { readFileSync } from "node:fs";
import path from "node:path";
import { after, before, describe, test } from "node:test";
import { promisify } from "node:util";
import { launch, openPage, overflow, screenshot, SIZES } from "./lib/browser.mjs";
import { REPOSITORY } from "./lib/gongkai.mjs";
import { closeFlexGaps, forget, isNew, newBuiltins, newIn, newSelectors, readAsOld } from "./lib/old.mjs";
import { KIND_NAMES, pageOfKind, serveSite, SITE_DIR, siteFiles, sitePages } from "./lib/site.mjs";

/** What only decorates: without it a page looks plainer and works as well. */
const DECORATION = new Set([
  "accent-color", "color-scheme", "overscroll-behavior", "scrollbar-width", "text-decoration-thickness",
  "text-size-adjust", "text-underline-offset", "text-wrap", "appearance",
  // The browser's own outline is there instead; drawings of check boxes have a class as well.
  ":focus-visible", ":has",
]);

const CSS = [path.join(SITE_DIR, "assets/official.css"), path.join(REPOSITORY, "src/serve/preview.css"), path.join(REPOSITORY, "src/report/report.css")];

describe("what is new to Chromium 69", () => {
  test("is known", () => {
    const isKnown = (prop, value) => assert.ok(newIn({ prop, value }), `${prop}: ${value}`);
    for (const [prop, value] of [
      ["inset", "0"], ["aspect-ratio", "1"], ["width", "min(100%,2em)"], ["width", "clamp(1em,2em,3em)"], ["height", "100svh"],
      ["margin-inline", "1em"], ["content-visibility", "auto"], ["color", "color-mix(in srgb,red,blue)"], ["overflow-wrap", "anywhere"],
      ["text-wrap", "balance"], ["--wide", "min(1em,2em)"], ["no-such-property", "1"], ["overflow", "clip"],
    ]) isKnown(prop, value);
    for (const [prop, value] of [["gap", "1em"], ["display", "grid"], ["margin", "calc(1em - 2px)"], ["color", "var(--ink)"], ["grid-template-columns", "minmax(0,1fr)"]]) {
      assert.equal(newIn({ prop, value }), null, `${prop}: ${value}`);
    }
    for (const name of ["focus-visible", "has", "is", "where"]) assert.deepEqual(newSelectors(`a:${name}(b)`), [name]);
    assert.deepEqual(newSelectors("a:not(.b)::before:nth-child(2n+1)"), []);
    assert.equal(isNew(undefined), false);
    const names = newBuiltins().map((path) => path.join("."));
    for (const name of ["Array.at", "String.replaceAll", "String.matchAll", "Promise.allSettled", "Object.fromEntries", "Element.replaceChildren"]) assert.ok(names.includes(name), name);
    for (const name of ["Array.flat", "Array.from", "Object.entries", "Element.closest"]) assert.ok(!names.includes(name), name);
  });

  for (const file of CSS) {
    test(`is missed by nobody in ${path.basename(file)}`, () => {
      const told = [];
      readAsOld(readFileSync(file, "utf8"), told);
      assert.deepEqual(told.filter(({ what }) => !DECORATION.has(what)).map(({ line, what, selector }) => `${line}: ${what} in ${selector}`), []);
    });
  }
});

test("every script is ES2019, as a plain script", async () => {
  const scripts = (await siteFiles()).filter((file) => /^assets\/.*\.js$/.test(file)).map((file) => path.join(SITE_DIR, file));
  assert.ok(scripts.length >= 3);
  const run = promisify(execFile);
  const checker = path.join(REPOSITORY, "tests/browser/node_modules/.bin/es-check");
  await run(process.execPath, [checker, "es2019", ...scripts, path.join(REPOSITORY, "src/serve/preview.js")]);
  for (const script of scripts) assert.doesNotMatch(readFileSync(script, "utf8"), /\bglobalThis\b/, script);
  // The checker can fail.
  await assert.rejects(run(process.execPath, [checker, "es5", ...scripts]));
  for (const [file, html] of await sitePages()) assert.doesNotMatch(html, /<script(?![^>]* src=)[^>]*>/, `${file}: a script in the page`);
});

describe("as Chromium 69 shows it", () => {
  let browser, site;
  const css = readAsOld(readFileSync(CSS[0], "utf8"));
  before(async () => { [browser, site] = [await launch(), await serveSite()]; });
  after(async () => { await browser?.close(); await site?.close(); });

  async function open(width, kind, query = "") {
    const view = await openPage(browser, { viewport: SIZES[width] });
    await view.page.addInitScript(forget, newBuiltins());
    await view.context.route("**/official.css", (route) => route.fulfill({ contentType: "text/css; charset=utf-8", body: css }));
    await view.page.goto(site.url(await pageOfKind(kind)) + query, { waitUntil: "networkidle" });
    return view;
  }

  for (const width of Object.keys(SIZES)) {
    test(`nothing sticks together or sticks out at ${width} px`, async () => {
      const told = [];
      for (const kind of KIND_NAMES) {
        const { page, faults, close } = await open(width, kind, kind === "search" ? `?q=${encodeURIComponent("方案")}` : "");
        assert.equal(await page.evaluate(() => "at" in Array.prototype), false);
        told.push(...(await page.evaluate(closeFlexGaps)).map((fault) => `${kind}: ${fault}`));
        if (["home", "document-attachments", "search", "list"].includes(kind)) await screenshot(page, width, `old-${kind}`);
        told.push(...(await overflow(page)).map((fault) => `${kind}: ${fault}`), ...faults.map((fault) => `${kind}: ${fault}`));
        await close();
      }
      assert.deepEqual(told, []);
    });
  }

  test("search, the drawer and the settings work", async () => {
    const { page, faults, close } = await open(360, "search", `?q=${encodeURIComponent("方案")}`);
    await page.locator("#out > li").first().waitFor();
    await page.locator("#turn a", { hasText: "下一页" }).click();
    await page.locator("#told", { hasText: "第 2 页" }).waitFor();
    await page.locator("#narrow summary").click();
    await page.locator("#fc").selectOption("政策文件");
    await page.locator("#out > li").first().waitFor();
    await page.locator('[data-set="type"]').click();
    await page.locator(".menu").click();
    assert.equal(await page.locator("#rail li a").first().isVisible(), true);
    assert.deepEqual(faults, []);
    await close();
  });
});
