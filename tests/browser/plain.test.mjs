// Without JavaScript, and from a folder without any server.
import assert from "node:assert/strict";
import { after, before, describe, test } from "node:test";
import { follow, launch, openPage, overflow, screenshot, SIZES } from "./lib/browser.mjs";
import { fileUrl, OWN_PATH, pageOfKind, serveSite, sitePages } from "./lib/site.mjs";

let browser, site;
before(async () => { [browser, site] = [await launch(), await serveSite()]; });
after(async () => { await browser?.close(); await site?.close(); });

describe("without JavaScript", () => {
  const open = (options) => openPage(browser, { javaScriptEnabled: false, ...options });

  test("home leads to a column and on to a document", async () => {
    const { page, faults, close } = await open();
    await page.goto(site.url("index.html"));
    await page.locator(".cards.st a").first().waitFor();
    assert.equal(await page.locator(".tools").isVisible(), false, "buttons that need JavaScript are not shown");
    await follow(page, page.locator(`main a[href$="${await pageOfKind("list")}"]`).first());
    await follow(page, page.locator(".rows a").first());
    assert.equal(await page.locator("article h1").isVisible(), true);
    assert.equal(await page.locator("#permalink").isVisible(), true);
    assert.equal(await page.locator("button.copy").isVisible(), false);
    assert.deepEqual(faults, []);
    await close();
  });

  test("a list is filtered by plain links", async () => {
    const { page, faults, close } = await open();
    await page.goto(site.url(await pageOfKind("list")));
    const link = page.locator('.filters a[href*="list-"]').first();
    const expected = Number(await link.locator("small").innerText());
    const label = (await link.innerText()).match(/\d{4}年/)[0];
    await follow(page, link);
    assert.match(page.url(), /list-\d{4}\.html$/);
    assert.equal(await page.locator(".rows > li").count(), expected);
    assert.match(await page.locator('.filters [aria-current="true"]').first().innerText(), new RegExp(`^${label}`));
    assert.match(await page.locator("h1").innerText(), new RegExp(label));
    assert.deepEqual(faults, []);
    await close();
  });

  test("a document shows its text and its attachments", async () => {
    const { page, faults, close } = await open();
    await page.goto(site.url(await pageOfKind("document-attachments")));
    assert.equal(await page.locator(".doc p").first().isVisible(), true);
    const address = await page.locator(".att a").first().evaluate((a) => a.href);
    assert.equal((await fetch(address)).status, 200);
    assert.deepEqual(faults, []);
    await close();
  });

  test("on a telephone the menu leads to the columns", async () => {
    const { page, faults, close } = await open({ viewport: SIZES[360] });
    await page.goto(site.url(await pageOfKind("document-official")));
    await page.locator("a.menu").click();
    assert.match(page.url(), /#rail$/);
    assert.equal(await page.locator("#rail li a").first().isVisible(), true);
    assert.deepEqual(await overflow(page), []);
    assert.deepEqual(faults, []);
    await close();
  });

  test("search says that it needs JavaScript and where else to look", async () => {
    const { page, faults, close } = await open();
    await page.goto(site.url("search.html"));
    assert.match(await page.locator("noscript p").innerText(), /检索需要浏览器运行脚本/);
    const box = await page.locator("noscript p").boundingBox();
    assert.ok(box?.height > 20, "the hint takes room on the page");
    assert.equal(await page.locator(".facets").isVisible(), false);
    await screenshot(page, "1280", "search-without-javascript");
    // Playwright takes whatever is in <noscript> for invisible.
    await page.locator('noscript a[href="sitemap.html"]').dispatchEvent("click");
    await page.waitForURL(site.url("sitemap.html"));
    assert.match(await page.locator("h1").innerText(), /站点地图/);
    assert.deepEqual(faults, []);
    await close();
  });

  test("404 leads home", async () => {
    const own = await serveSite(OWN_PATH);
    const address = own.url("no/such/page.html");
    const { page, faults, close } = await open({ allow: (url) => url === address });
    await page.goto(address);
    await follow(page, page.locator("main a", { hasText: "首页" }));
    assert.equal(page.url(), own.url("index.html"));
    assert.deepEqual(faults, []);
    await close();
    await own.close();
  });
});

describe("from a folder", () => {
  test("home, column and document by clicking", async () => {
    const { page, faults, close } = await openPage(browser);
    await page.goto(fileUrl("index.html"));
    await follow(page, page.locator(`main a[href$="${await pageOfKind("list")}"]`).first());
    const title = await page.locator(".rows a").first().innerText();
    await follow(page, page.locator(".rows a").first());
    assert.equal(await page.locator("h1").innerText(), title);
    assert.match(page.url(), /^file:/);
    assert.notEqual(await page.locator(".band").evaluate((e) => getComputedStyle(e).backgroundColor), "rgba(0, 0, 0, 0)", "styled");
    assert.deepEqual(faults, []);
    await close();
  });

  test("search finds a document by its title", async () => {
    const file = await pageOfKind("document-official");
    const title = (await sitePages()).get(file).match(/<h1>(.*?)<\/h1>/)[1];
    const { page, faults, close } = await openPage(browser);
    await page.goto(fileUrl("index.html"));
    await page.locator("#q").fill(title);
    await page.locator("#q").press("Enter");
    await follow(page, page.locator("#out li a", { hasText: title }).first());
    assert.equal(page.url(), fileUrl(file));
    assert.deepEqual(faults, []);
    await close();
  });
});
