// Lighthouse on the kinds of page that residents read most: what it counts but for timing, and that nothing moves.
import assert from "node:assert/strict";
import { createServer } from "node:net";
import { after, before, test } from "node:test";
import lighthouse from "lighthouse";
import { chromium } from "playwright-core";
import { FLAGS, PROGRAM } from "./lib/browser.mjs";
import { OWN_PATH, pageOfKind, serveSite } from "./lib/site.mjs";

const CATEGORIES = ["accessibility", "best-practices", "seo"];

/** The most that a page may shift while it loads. */
const SHIFT = 0.05;

const PAGES = { home: "home", list: "list", document: "document-attachments", report: "annual-report", results: "search" };

let browser, site, port;
before(async () => {
  port = await new Promise((found) => {
    const server = createServer().listen(0, "127.0.0.1", () => {
      const { port } = server.address();
      server.close(() => found(port));
    });
  });
  browser = await chromium.launch({ executablePath: PROGRAM, args: [...FLAGS, `--remote-debugging-port=${port}`] });
  site = await serveSite(OWN_PATH);
});
after(async () => { await browser?.close(); await site?.close(); });

/** What keeps a page from 100 in a category, each audit with the elements that it names. */
function shortcomings({ categories, audits }) {
  return Object.values(categories).filter(({ score }) => score !== 1).map(({ id, score, auditRefs }) => {
    const failed = auditRefs.filter(({ weight }) => weight > 0).map((reference) => audits[reference.id]).filter((audit) => audit.score !== null && audit.score < 1);
    const told = failed.map((audit) => `${audit.id}: ${audit.title} ${(audit.details?.items ?? []).map((item) => item.node?.snippet ?? item.description ?? item.url ?? "").join(" | ")}`);
    return `${id} ${score * 100}: ${told.join("; ")}`;
  });
}

for (const [name, kind] of Object.entries(PAGES)) {
  test(name, async (t) => {
    const query = kind === "search" ? `?q=${encodeURIComponent("方案")}` : "";
    const address = site.url(await pageOfKind(kind)) + query;
    const { lhr } = await lighthouse(address, { port, onlyCategories: CATEGORIES, onlyAudits: ["cumulative-layout-shift"], disableFullPageScreenshot: true, logLevel: "error" });
    assert.equal(lhr.runtimeError, undefined);
    assert.deepEqual(Object.keys(lhr.categories).sort(), [...CATEGORIES].sort());
    assert.deepEqual(shortcomings(lhr), []);
    const shift = lhr.audits["cumulative-layout-shift"].numericValue;
    t.diagnostic(`shift ${shift.toFixed(4)}`);
    assert.ok(shift <= SHIFT, `the page shifts by ${shift.toFixed(3)}`);
  });
}

test("a page with faults gets less, and is told which", async () => {
  const spoilt = await serveSite(OWN_PATH, { routes: { [`${OWN_PATH}spoilt.html`]: () => '<!DOCTYPE html><title></title><img src="assets/favicon.svg"><p style="color:#bbb">看不清</p>' } });
  try {
    const { lhr } = await lighthouse(`${spoilt.origin}${OWN_PATH}spoilt.html`, { port, onlyCategories: CATEGORIES, disableFullPageScreenshot: true, logLevel: "error" });
    const told = shortcomings(lhr).join("\n");
    for (const audit of ["accessibility", "seo", "html-has-lang", "image-alt", "meta-description"]) assert.match(told, new RegExp(audit));
  } finally {
    await spoilt.close();
  }
});
