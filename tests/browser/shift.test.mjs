// The search page keeps room for what is found: nothing that is read moves when it comes.
import assert from "node:assert/strict";
import { after, before, describe, test } from "node:test";
import { launch, openPage, screenshot, SIZES } from "./lib/browser.mjs";
import { serveSite } from "./lib/site.mjs";

const SHIFT = 0.05;
const ASKED = {
  many: "?q=方案", one: "?q=\"环境卫生网格化管理办法\" 废止 2022", none: "?q=查无此事的词语", nothing: "",
  limited: "?q=方案&c=政策文件&y=2025", letters: "?q=！",
};

let browser, site;
before(async () => {
  browser = await launch();
  site = await serveSite();
});
after(async () => { await browser?.close(); await site?.close(); });

/** Sums up what the browser counts as shifts that no reader caused. */
const watchShifts = () => {
  window.shift = 0;
  window.moved = [];
  new PerformanceObserver((list) => {
    for (const entry of list.getEntries()) {
      if (entry.hadRecentInput) continue;
      window.shift += entry.value;
      window.moved.push(...entry.sources.map(({ node }) => node && (node.id || node.className || node.nodeName)));
    }
  }).observe({ type: "layout-shift", buffered: true });
};

async function shiftOf(page) {
  // Shifts are told after the frame they happen in.
  await page.evaluate(() => new Promise((done) => requestAnimationFrame(() => setTimeout(done, 100))));
  return page.evaluate(() => [window.shift, window.moved]);
}

for (const [width, viewport] of Object.entries(SIZES)) {
  for (const [speed, wait] of [["at once", 0], ["after a second", 1000]]) {
    describe(`at ${width} px, ${speed}`, () => {
      for (const [name, asked] of Object.entries(ASKED)) {
        test(name, async (t) => {
          const { page, context, faults, close } = await openPage(browser, { viewport });
          await page.addInitScript(watchShifts);
          if (wait) {
            await context.route("**/search/**", async (route) => {
              await new Promise((done) => setTimeout(done, wait));
              await route.continue();
            });
          }
          await page.goto(site.url("search.html") + encodeURI(asked));
          if (wait && asked) {
            await page.locator("#told", { hasText: "正在检索" }).waitFor();
            if (name === "many") await screenshot(page, width, "search-waiting");
          }
          await page.waitForFunction(() => document.querySelector("#told").textContent && !/正在/.test(document.querySelector("#told").textContent));
          await screenshot(page, width, `search-${name}`);
          const [shift, moved] = await shiftOf(page);
          t.diagnostic(`shift ${shift.toFixed(4)} ${moved}`);
          assert.ok(shift <= SHIFT, `${shift.toFixed(3)}: ${moved}`);
          assert.deepEqual(faults, []);
          await close();
        });
      }
    });
  }
}
