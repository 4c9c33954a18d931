// What a question costs: bytes that travel, and time until the results stand on the page.
import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { askAlone } from "./lib/alone.mjs";
import { launch, openPage } from "./lib/browser.mjs";
import { questions, readEntries } from "./lib/questions.mjs";
import { serveSite } from "./lib/site.mjs";

/** Bytes of all that the result page of a question loads, from a server that does not compress. */
const MOST_BYTES = 300_000;
/** Milliseconds; a quiet machine needs a tenth of it. */
const MOST_TIME = 2_000;

let browser, site, entries;
before(async () => { [browser, site, entries] = [await launch(), await serveSite(), await readEntries()]; });
after(async () => { await browser?.close(); await site?.close(); });

/** Asks in a browser that has never seen the site. */
async function ask(parameters) {
  const { page, context, faults, close } = await openPage(browser);
  const client = await context.newCDPSession(page);
  await client.send("Network.enable");
  const urls = new Map();
  const sizes = {};
  client.on("Network.requestWillBeSent", ({ requestId, request }) => urls.set(requestId, new URL(request.url).pathname));
  client.on("Network.loadingFinished", ({ requestId, encodedDataLength }) => {
    const file = urls.get(requestId) ?? "";
    const part = /search\/([sp])\//.exec(file)?.[1] ?? (file.includes("/search/") ? "other" : "page");
    sizes[part] = (sizes[part] ?? 0) + encodedDataLength;
  });
  await page.addInitScript(() => {
    new MutationObserver((_, observer) => {
      const out = document.querySelector("#out");
      if (!out || out.hasAttribute("aria-busy") || !/^(?!正在)./.test(document.querySelector("#told").textContent)) return;
      window.answered = performance.now();
      observer.disconnect();
    }).observe(document, { subtree: true, childList: true, attributes: true, characterData: true });
  });
  await page.goto(`${site.url("search.html")}?${new URLSearchParams(parameters)}`, { waitUntil: "networkidle" });
  await page.waitForFunction(() => window.answered);
  const answer = await page.evaluate(() => ({ time: window.answered, told: document.querySelector("#told").textContent }));
  assert.deepEqual(faults, []);
  await close();
  const bytes = Object.values(sizes).reduce((sum, size) => sum + size, 0);
  return { ...answer, bytes, sizes };
}

const middle = (list) => [...list].sort((a, b) => a - b)[list.length >> 1];
const kb = (bytes = 0) => `${(bytes / 1000).toFixed(0).padStart(4)} KB`;

test("twenty questions, each in a fresh browser", async (t) => {
  await ask({ q: "公开" });
  const asked = (await questions(entries, 19, 6)).map(({ text }) => ({ q: text }));
  asked.push({ y: entries.at(-1).d.slice(0, 4) });
  const costs = [];
  for (const parameters of asked) {
    const cost = await ask(parameters);
    costs.push(cost);
    const { s, p, other, page } = cost.sizes;
    t.diagnostic(`${cost.time.toFixed(0).padStart(5)} ms ${kb(cost.bytes)} (page ${kb(page)}, shards ${kb(s)}, packs ${kb(p)}, other ${kb(other)})  ${Object.values(parameters)[0].slice(0, 24)}: ${cost.told.replace(/^.*，(?=找到|还没|已)/, "").slice(0, 40)}`);
  }
  const [bytes, times] = [costs.map((cost) => cost.bytes), costs.map((cost) => cost.time)];
  t.diagnostic(`${entries.length} entries: median ${kb(middle(bytes))}, most ${kb(Math.max(...bytes))}; median ${middle(times).toFixed(0)} ms, most ${Math.max(...times).toFixed(0)} ms`);
  assert.ok(Math.max(...bytes) < MOST_BYTES, `${Math.max(...bytes)} bytes`);
  assert.ok(middle(times) < MOST_TIME, `${middle(times)} ms`);
});

test("twenty questions, one after the other in an open page", async (t) => {
  const { page, faults, close } = await openPage(browser);
  await page.goto(site.url("search.html"), { waitUntil: "networkidle" });
  const times = [];
  for (const { text } of await questions(entries, 20, 11)) {
    const time = await page.evaluate((text) => new Promise((answered) => {
      const [out, told, input] = ["#out", "#told", "#q"].map((id) => document.querySelector(id));
      const start = performance.now();
      new MutationObserver((_, observer) => {
        if (out.hasAttribute("aria-busy") || !told.textContent || /^正在/.test(told.textContent)) return;
        observer.disconnect();
        answered(performance.now() - start);
      }).observe(document, { subtree: true, childList: true, attributes: true, characterData: true });
      input.value = text;
      document.querySelector("#find").requestSubmit();
    }), text);
    times.push(time);
    await page.waitForLoadState("networkidle");
  }
  assert.deepEqual(faults, []);
  await close();
  t.diagnostic(`median ${middle(times).toFixed(0)} ms, most ${Math.max(...times).toFixed(0)} ms`);
  assert.ok(middle(times) < MOST_TIME, `${middle(times)} ms`);
});

for (const [name, isTyped] of [["typed into", true], ["put into and sent at once from", false]]) {
  test(`twenty questions ${name} the search box of the home page, in a browser that no tool watches`, async (t) => {
    const times = await askAlone((await questions(entries, 21, 6)).map(({ text }) => text), { isTyped });
    t.diagnostic(`median ${middle(times).toFixed(0)} ms, most ${Math.max(...times).toFixed(0)} ms`);
    assert.equal(times.length, 20);
    assert.ok(middle(times) < MOST_TIME, `${middle(times)} ms`);
  });
}
