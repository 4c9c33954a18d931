// One page of every kind, at the width of a telephone and of a desk.
import assert from "node:assert/strict";
import { after, before, describe, test } from "node:test";
import { launch, openPage, overflow, screenshot, SIZES } from "./lib/browser.mjs";
import { KIND_NAMES, OWN_PATH, pageOfKind, serveSite } from "./lib/site.mjs";

let browser, site;
before(async () => { [browser, site] = [await launch(), await serveSite()]; });
after(async () => { await browser?.close(); await site?.close(); });

async function check(page, faults) {
  assert.equal(await page.locator("h1").count(), 1, "one h1");
  assert.equal(await page.locator("html").getAttribute("lang"), "zh-CN");
  // The last part of the breadcrumb can be told, however little room there is.
  const shrunk = await page.locator(".loc [aria-current]").evaluateAll((parts) => parts.filter((part) => {
    const size = parseFloat(getComputedStyle(part).fontSize);
    return part.getBoundingClientRect().width < Math.min(part.textContent.length, 4) * size * 0.9;
  }).map((part) => part.textContent));
  assert.deepEqual(shrunk, []);
  assert.deepEqual(await overflow(page), [], "no sideways scrolling of the page");
  assert.deepEqual(faults, []);
}

for (const width of Object.keys(SIZES)) {
  describe(`at ${width} px`, () => {
    for (const kind of KIND_NAMES) {
      test(kind, async () => {
        const { page, faults, close } = await openPage(browser, { viewport: SIZES[width] });
        const query = kind === "search" ? `?q=${encodeURIComponent("方案")}` : "";
        await page.goto(site.url(await pageOfKind(kind)) + query, { waitUntil: "networkidle" });
        if (kind === "search") await page.locator("#out li").first().waitFor();
        await screenshot(page, width, kind);
        await check(page, faults);
        // Large type is the other thing that makes a page too wide.
        await page.locator('[data-set="type"]').click();
        await check(page, faults);
        await close();
      });
    }

    test("404", async () => {
      const own = await serveSite(OWN_PATH);
      const address = own.url("no/such/page.html");
      const { page, faults, close } = await openPage(browser, { viewport: SIZES[width], allow: (url) => url === address });
      const response = await page.goto(address, { waitUntil: "networkidle" });
      assert.equal(response.status(), 404);
      await screenshot(page, width, "404");
      await check(page, faults);
      await close();
      await own.close();
    });
  });
}

test("the server saw no request for a missing file", () => assert.deepEqual(site.failed, []));
