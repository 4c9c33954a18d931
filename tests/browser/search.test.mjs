// Search in the browser.
import assert from "node:assert/strict";
import { after, before, beforeEach, afterEach, test } from "node:test";
import { follow, launch, openPage } from "./lib/browser.mjs";
import { pageOfKind, serveSite, sitePages } from "./lib/site.mjs";

let browser, site, view, page, record;
before(async () => {
  [browser, site] = [await launch(), await serveSite()];
  const file = await pageOfKind("document-official");
  const html = (await sitePages()).get(file);
  const field = (name) => html.match(new RegExp(`<dt>${name}</dt><dd>(.*?)</dd>`))[1].replaceAll("&#x2f;", "/");
  record = { file, title: field("标题"), number: field("发文字号"), index: field("索引号"), published: field("发布日期") };
});
after(async () => { await browser?.close(); await site?.close(); });
beforeEach(async () => { view = await openPage(browser); page = view.page; });
afterEach(async () => { await view.close(); });

const find = async (words) => {
  await page.goto(`${site.url("search.html")}?q=${encodeURIComponent(words)}`);
  await page.locator("#told", { hasText: "找到" }).waitFor();
};
const found = () => page.locator("#out > li > a").evaluateAll((links) => links.map((a) => a.href));
const count = async () => Number((await page.locator("#told").innerText()).match(/找到 (\d+) 条/)[1]);

test("by the form in the page head", async () => {
  await page.goto(site.url(record.file));
  await page.locator("header #q").fill(record.title);
  await page.locator("header .sf button").click();
  await page.locator("#out > li").first().waitFor();
  assert.equal(await page.locator("#q").inputValue(), record.title);
  assert.equal((await found())[0], site.url(record.file), "the document with this very title comes first");
  await follow(page, page.locator("#out > li > a").first());
  assert.equal(await page.locator("h1").innerText(), record.title);
  assert.deepEqual(view.faults, []);
});

test("by document number, whatever brackets are typed", async () => {
  const written = [record.number, record.number.replace("〔", "[").replace("〕", "]"), record.number.replace("〔", "（").replace("〕", "）")];
  for (const number of written) {
    await find(number);
    assert.equal((await found())[0], site.url(record.file), number);
    assert.ok(await page.locator("#out mark").count(), `hit marked: ${number}`);
  }
  assert.deepEqual(view.faults, []);
});

test("by index number", async () => {
  await find(record.index);
  assert.deepEqual(await found(), [site.url(record.file)]);
  assert.match(await page.locator("#out > li").innerText(), new RegExp(record.index));
  assert.deepEqual(view.faults, []);
});

test("while typing", async () => {
  await page.goto(site.url("search.html"));
  await page.locator("#q").pressSequentially(record.number.slice(-6));
  await page.locator("#out > li").first().waitFor();
  assert.ok((await found()).includes(site.url(record.file)));
});

test("column, year and validity narrow the results", async () => {
  await find("街道");
  const all = await count();
  await page.locator("#fc").selectOption("政策文件");
  const inColumn = await count();
  assert.ok(inColumn > 0 && inColumn < all, `${inColumn} of ${all}`);
  for (const line of await page.locator("#out .ln").allInnerTexts()) assert.match(line, /政策文件/);
  const year = record.published.slice(0, 4);
  await page.locator("#fy").selectOption(year);
  const inYear = await count();
  assert.ok(inYear > 0 && inYear < inColumn, `${inYear} of ${inColumn}`);
  for (const date of await page.locator("#out time").allInnerTexts()) assert.equal(date.slice(0, 4), year);
  await page.locator("#fy").selectOption("");
  await page.locator("#fv").selectOption("废止");
  const repealed = await count();
  assert.ok(repealed > 0 && repealed < inColumn, `${repealed} of ${inColumn}`);
  for (const line of await page.locator("#out .ln").allInnerTexts()) assert.match(line, /废止/);
  // The address keeps the question, so that it can be passed on.
  await page.goto(page.url());
  await page.locator("#told", { hasText: "找到" }).waitFor();
  assert.equal(await count(), repealed);
  assert.equal(await page.locator("#fv").inputValue(), "废止");
  assert.deepEqual(view.faults, []);
});

test("more results than fit are turned page by page", async () => {
  await find("街道");
  const first = await found();
  await page.locator("#turn button", { hasText: "下一页" }).click();
  assert.notDeepEqual(await found(), first);
  assert.match(await page.locator("#told").innerText(), /第 2 页/);
  assert.equal(await page.evaluate(() => document.activeElement.id), "hits", "focus goes to the results");
});

test("nothing found gives help, and the limits can be taken off", async () => {
  await find("没有这样的文件甲乙丙");
  assert.equal(await count(), 0);
  assert.equal(await page.locator("#help").isVisible(), true);
  await page.locator("#q").fill(record.number);
  await page.locator("#q").press("Enter");
  await page.locator("#out > li").first().waitFor();
  assert.equal(await page.locator("#help").isVisible(), false);
  const other = await page.locator("#fc option").evaluateAll((o) => o.map((e) => e.textContent).find((t) => t === "教育培训"));
  await page.locator("#fc").selectOption(other);
  assert.equal(await page.locator("#help").isVisible(), true);
  await page.locator("#wipe").click();
  assert.equal((await found())[0], site.url(record.file));
  assert.deepEqual(view.faults, []);
});

test("what is typed is never taken for HTML", async () => {
  await find("<img src=x onerror=alert(1)>");
  assert.equal(await page.locator("main img").count(), 0);
  assert.deepEqual(view.faults, []);
});
