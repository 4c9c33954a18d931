// The search page, as a reader uses it.
import assert from "node:assert/strict";
import { readFile } from "node:fs/promises";
import path from "node:path";
import { after, before, beforeEach, afterEach, describe, test } from "node:test";
import { gzipSync } from "node:zlib";
import { follow, launch, openPage, overflow, screenshot, SIZES } from "./lib/browser.mjs";
import { readEntries } from "./lib/questions.mjs";
import { fileUrl, pageOfKind, serveSite, SITE_DIR, sitePages } from "./lib/site.mjs";

let browser, site, view, page, record, entries;
before(async () => {
  [browser, site, entries] = [await launch(), await serveSite(), await readEntries()];
  const file = await pageOfKind("document-official");
  const html = (await sitePages()).get(file);
  const field = (name) => html.match(new RegExp(`<dt>${name}</dt><dd>(.*?)</dd>`))[1].replaceAll("&#x2f;", "/");
  record = { file, title: field("标题"), number: field("发文字号"), index: field("索引号"), published: field("发布日期") };
});
after(async () => { await browser?.close(); await site?.close(); });
beforeEach(async () => { view = await openPage(browser); page = view.page; });
afterEach(async () => { await view.close(); });

/** Waits until what was asked last is answered. */
const done = () => page.waitForFunction(() => {
  const out = document.querySelector("#out");
  return !out.hasAttribute("aria-busy") && document.querySelector("#told").textContent && window.gongkaiSearch;
});
const open = async (parameters) => {
  await page.goto(`${site.url("search.html")}?${new URLSearchParams(parameters)}`);
  await done();
};
const find = (words) => open({ q: words });
const choose = async (select, value) => { await page.locator(select).selectOption(value); await done(); };
const found = () => page.locator("#out h3 a").evaluateAll((links) => links.map((a) => a.href));
const told = () => page.locator("#told").innerText();
const count = async () => Number((await told()).match(/找到约? ?([\d,]+) 条/)[1].replace(",", ""));
const lines = () => page.locator("#out > li").allInnerTexts();

describe("finding", () => {
  test("by the form in the page head", async () => {
    await page.goto(site.url(record.file));
    await page.locator("header #q").fill(record.title);
    await page.locator("header .sf button").click();
    await page.locator("#out > li").first().waitFor();
    assert.equal(await page.locator("#q").inputValue(), record.title);
    assert.equal((await found())[0], site.url(record.file), "the document with this very title comes first");
    await follow(page, page.locator("#out h3 a").first());
    assert.equal(await page.locator("h1").innerText(), record.title);
    assert.deepEqual(view.faults, []);
  });

  test("by document number, whatever brackets are typed", async () => {
    for (const [open, close] of ["〔〕", "[]", "（）", "【】"]) {
      const number = record.number.replace("〔", open).replace("〕", close);
      await find(number);
      assert.equal((await found())[0], site.url(record.file), number);
      assert.equal(await page.locator("#out .ln mark").first().innerText(), record.number, `marked as it is written: ${number}`);
    }
    assert.deepEqual(view.faults, []);
  });

  test("by index number", async () => {
    await find(record.index);
    assert.deepEqual(await found(), [site.url(record.file)]);
    assert.match((await lines())[0], new RegExp(`索引号 ${record.index}`));
    assert.deepEqual(view.faults, []);
  });

  test("by words of the text, one character, several terms, a phrase, other widths, traditional characters", async () => {
    const word = "政务公开";
    await find(word);
    const plain = await count();
    assert.ok(plain > 20, `${plain}`);
    for (const item of await page.locator("#out > li").all()) assert.ok(await item.locator("mark").count(), "what was asked is marked in every result");
    await find("務");
    assert.ok((await count()) >= plain, "a single character, in its traditional form");
    await find("政務公开");
    assert.equal(await count(), plain);
    const requested = [];
    page.on("request", (request) => requested.push(request.url()));
    await find("政务 ２０２６");
    assert.ok((await count()) > 0);
    assert.deepEqual(requested.filter((url) => url.includes("traditional")), [], "the table is loaded only where it may matter");
    const pair = entries.find((entry) => / /.test(entry.x ?? "")).x.match(/\S{2} \S{2}/)[0];
    await find(`“${pair}”`);
    const phrase = await count();
    await find(pair);
    assert.ok(phrase > 0 && phrase <= (await count()), "a phrase finds no more than its terms");
    assert.deepEqual(view.faults, []);
  });

  test("a result says title, number, date, validity and column", async () => {
    await find(record.title);
    const first = page.locator("#out > li").first();
    assert.equal(await first.locator("h3").innerText(), record.title);
    assert.match(await first.locator(".ln").innerText(), new RegExp(record.number.replace(/[〔〕]/g, ".")));
    assert.equal(await first.locator("time").getAttribute("datetime"), record.published.slice(0, 10));
    assert.match(await first.locator(".v").innerText(), /有效|废止|失效|已修改/);
    assert.deepEqual(await page.locator("h1,h2,h3").evaluateAll((all) => [...new Set(all.map((e) => e.tagName))]), ["H1", "H2", "H3"]);
  });

  test("while typing, but not within a composition", async () => {
    await page.goto(site.url("search.html"));
    await done();
    await page.locator("#q").pressSequentially(record.number.slice(-6));
    await page.locator("#out > li").first().waitFor();
    assert.ok((await found()).length);
    await page.locator("#q").fill("");
    await page.locator("#told", { hasText: "请输入" }).waitFor();
    const client = await view.context.newCDPSession(page);
    await page.locator("#q").focus();
    await client.send("Input.imeSetComposition", { text: "zheng wu", selectionStart: 8, selectionEnd: 8 });
    await page.waitForTimeout(800);
    assert.equal(await page.locator("#out > li").count(), 0, "nothing is asked before the composition ends");
    await client.send("Input.insertText", { text: "政务" });
    await page.locator("#out > li").first().waitFor();
    assert.match(await told(), /“政务”/);
    assert.deepEqual(view.faults, []);
  });

  test("what is typed is never taken for HTML", async () => {
    await find("<img src=x onerror=alert(1)>");
    assert.equal(await page.locator("main img").count(), 0);
    assert.match(await told(), /<img/);
    assert.deepEqual(view.faults, []);
  });
});

describe("asked ahead, while the question is typed on another page", () => {
  const question = "政务公开";
  /** Types on the home page, and waits until the answer is kept for the search page. */
  const type = async () => {
    await page.goto(site.url("index.html"));
    await page.locator("header #q").pressSequentially(question);
    await page.waitForFunction((question) => Object.values({ ...sessionStorage }).some((kept) => JSON.parse(kept).address.endsWith(`?q=${encodeURIComponent(question)}`)), question);
  };
  /** Files of the index that are asked for from now on. */
  const watch = () => {
    const asked = [];
    page.on("request", (request) => { if (/\/search\//.test(request.url())) asked.push(request.url()); });
    return asked;
  };
  const send = async () => {
    await page.locator("header #q").press("Enter");
    await page.waitForURL(/search\.html\?q=/);
    await done();
  };
  const results = async () => [await told(), await lines(), await found()];
  /** What the search page says by itself. */
  const own = async (parameters) => { await open(parameters); return results(); };

  test("it stands on the search page at once, as it would have been found there", async () => {
    await type();
    const asked = watch();
    await send();
    const ahead = await results();
    assert.deepEqual(asked, [], "nothing of the index is loaded again");
    await page.reload();
    await done();
    assert.ok(asked.length, "an answer is taken once: whoever loads the page again asks again");
    assert.deepEqual(ahead, await results());
    await page.locator("#turn a", { hasText: "下一页" }).click();
    await page.locator("#told", { hasText: "第 2 页" }).waitFor();
    assert.deepEqual(view.faults, []);
  });

  test("the next page and a limit are found after it", async () => {
    const second = await own({ q: question, p: 2 }), limited = await own({ q: question, c: "政策文件" });
    await type();
    await send();
    await page.locator("#turn a", { hasText: "下一页" }).click();
    await page.locator("#told", { hasText: "第 2 页" }).waitFor();
    assert.deepEqual(await results(), second);
    await choose("#fc", "政策文件");
    assert.deepEqual(await results(), limited);
    assert.deepEqual(view.faults, []);
  });

  test("another question, page, order or limit is not answered with it, nor is it kept for long", async () => {
    for (const parameters of [{ q: "街道" }, { q: question, p: 2 }, { q: question, sort: "date" }, { q: question, c: "政策文件" }]) {
      const wanted = await own(parameters);
      await type();
      assert.deepEqual(await own(parameters), wanted, JSON.stringify(parameters));
    }
    await type();
    await page.evaluate(() => {
      for (const [key, kept] of Object.entries({ ...sessionStorage })) sessionStorage.setItem(key, JSON.stringify({ ...JSON.parse(kept), at: Date.now() - 301_000 }));
    });
    const asked = watch();
    await send();
    assert.ok(asked.length);
    assert.deepEqual(view.faults, []);
  });

  test("nothing is loaded for a box that nobody uses, nor where data are to be saved", async () => {
    const scripts = () => page.locator("script[src*='search.js']").count();
    await page.goto(site.url("index.html"), { waitUntil: "networkidle" });
    assert.equal(await scripts(), 0);
    await page.locator("header #q").focus();
    assert.equal(await scripts(), 1);
    await page.route("**/site.js", async (route) => { await page.locator("header #q").focus(); await route.continue(); });
    await page.reload();
    assert.equal(await scripts(), 1, "used before the scripts of the page were there");
    await page.unroute("**/site.js");
    await page.addInitScript(() => Object.defineProperty(navigator, "connection", { value: { saveData: true } }));
    await page.goto(site.url("index.html"), { waitUntil: "networkidle" });
    await page.locator("header #q").fill(question);
    assert.equal(await scripts(), 0);
    await send();
    assert.ok((await found()).length);
    assert.deepEqual(view.faults, []);
  });

  test("where nothing may be stored, where the index is gone, and from a folder, the search page asks by itself", async () => {
    const wanted = await own({ q: question });
    await page.addInitScript(() => Object.defineProperty(window, "sessionStorage", { get() { throw new DOMException("not allowed", "SecurityError"); } }));
    const asked = watch();
    await page.goto(site.url("index.html"));
    await page.locator("header #q").fill(question);
    await page.waitForTimeout(600);
    assert.ok(asked.some((url) => url.includes("/search/s/")));
    await send();
    assert.deepEqual(await results(), wanted);

    await page.route("**/search/index.js*", (route) => route.abort());
    await page.goto(site.url("index.html"));
    await page.locator("header #q").fill(question);
    await page.waitForTimeout(400);
    await page.unroute("**/search/index.js*");
    await send();
    assert.deepEqual(await results(), wanted);
    assert.deepEqual(view.faults.filter((fault) => !fault.includes("index.js") && !fault.includes("ERR_FAILED")), []);
    view.faults.length = 0;

    await page.goto(fileUrl("index.html"));
    await page.locator("header #q").pressSequentially(question);
    await page.waitForFunction(() => window.gongkaiSearch?.find);
    await send();
    assert.deepEqual((await results()).slice(0, 2), wanted.slice(0, 2));
    assert.deepEqual(view.faults, []);
  });
});

describe("limits, order and pages", () => {
  test("column, year, topic and validity narrow the results", async () => {
    await find("街道");
    const all = await count();
    await choose("#fc", "政策文件");
    const inColumn = await count();
    assert.ok(inColumn > 0 && inColumn < all, `${inColumn} of ${all}`);
    for (const line of await page.locator("#out > li").allInnerTexts()) assert.match(line, /政策文件/);
    const year = record.published.slice(0, 4);
    await choose("#fy", year);
    const inYear = await count();
    assert.ok(inYear > 0 && inYear < inColumn, `${inYear} of ${inColumn}`);
    for (const date of await page.locator("#out time").allInnerTexts()) assert.equal(date.slice(0, 4), year);
    await choose("#fy", "");
    await choose("#fv", "废止");
    const repealed = await count();
    assert.ok(repealed > 0 && repealed < inColumn, `${repealed} of ${inColumn}`);
    for (const validity of await page.locator("#out .v").allInnerTexts()) assert.equal(validity, "废止");
    // The address keeps the question, so that it can be passed on.
    await page.goto(page.url());
    await done();
    assert.equal(await count(), repealed);
    assert.equal(await page.locator("#fv").inputValue(), "废止");
    assert.equal(await page.locator("#limits").textContent(), "（已限定 2 项）");
    await page.locator("#wide").click();
    await done();
    assert.equal(await count(), all);
    assert.deepEqual(view.faults, []);
  });

  test("a limit alone lists the newest first, and is kept where no option has it", async () => {
    await open({ v: "有效" });
    const dates = await page.locator("#out time").allInnerTexts();
    assert.equal(dates.length, 10);
    assert.deepEqual(dates, [...dates].sort().reverse());
    await open({ c: "没有这个栏目" });
    assert.equal(await count(), 0);
    assert.equal(await page.locator("#fc").inputValue(), "没有这个栏目");
  });

  test("by relevance or by date", async () => {
    await find("公开");
    const byRelevance = await found();
    await page.locator("label[for=sd]").click();
    await done();
    const dates = await page.locator("#out time").allInnerTexts();
    assert.deepEqual(dates, [...dates].sort().reverse());
    assert.notDeepEqual(await found(), byRelevance);
    assert.match(page.url(), /sort=date/);
    await page.locator("#sd").focus();
    await page.keyboard.press("ArrowLeft");
    await done();
    assert.deepEqual(await found(), byRelevance);
  });

  test("more results than fit are turned page by page, back and forth", async () => {
    await find("街道");
    const first = await found();
    assert.equal(first.length, 10);
    await page.locator("#turn a", { hasText: "下一页" }).click();
    await done();
    const second = await found();
    assert.equal(second.filter((url) => first.includes(url)).length, 0);
    assert.match(await told(), /第 2 页/);
    assert.equal(await page.evaluate(() => document.activeElement.id), "hits", "focus goes to the results");
    assert.equal(await page.locator("#out").evaluate((out) => out.start), 11);
    await page.goBack();
    await done();
    assert.deepEqual(await found(), first);
    await page.goForward();
    await done();
    assert.deepEqual(await found(), second);
    await open({ q: "街道", p: "999" });
    assert.ok((await found()).length > 0, "a page past the last is the last");
    assert.equal(await page.locator("#turn a", { hasText: "下一页" }).count(), 0);
    const last = Number((await told()).match(/第 (\d+) 页/)[1]);
    assert.equal((last - 1) * 10 + (await found()).length, await count());
    assert.deepEqual(view.faults, []);
  });
});

describe("help", () => {
  test("nothing found gives help, and the limits can be taken off", async () => {
    await find("没有这样的文件甲乙丙");
    assert.equal(await count(), 0);
    assert.equal(await page.locator("#help").isVisible(), true);
    await find("街道 驩驩");
    assert.match(await page.locator("#advice").innerText(), /没有出现过“驩驩”/);
    await follow(page, page.locator("#advice a", { hasText: "街道" }));
    await done();
    assert.ok((await count()) > 0);
    await page.locator("#q").fill(record.number);
    await page.locator("#q").press("Enter");
    await done();
    assert.equal(await page.locator("#help").isVisible(), false);
    await choose("#fc", "教育培训");
    assert.equal(await page.locator("#help").isVisible(), true);
    await page.locator("#wipe").click();
    await done();
    assert.equal((await found())[0], site.url(record.file));
    assert.deepEqual(view.faults, []);
  });

  test("where only blanks, quotes or punctuation are typed", async () => {
    await find("“ ”");
    assert.match(await told(), /引号和空格本身不能检索/);
    await find("，");
    assert.match(await told(), /只有标点/);
    assert.ok((await count()) > 0);
    await find("。。！");
    assert.equal(await page.locator("#help").isVisible(), true);
    assert.deepEqual(view.faults, []);
  });

  test("“/” leads to the box, unless it is switched off", async () => {
    await page.goto(site.url(record.file));
    await page.keyboard.press("/");
    assert.equal(await page.evaluate(() => document.activeElement.id), "q");
    await page.keyboard.type("a/b");
    assert.equal(await page.locator("#q").inputValue(), "a/b", "in the box it is a character");
    await page.goto(site.url("search.html"));
    await page.locator(".how summary").click();
    await page.locator("[data-set=slash]").click();
    assert.equal(await page.locator("[data-set=slash]").getAttribute("aria-pressed"), "true");
    await page.goto(site.url(record.file));
    await page.keyboard.press("/");
    assert.notEqual(await page.evaluate(() => document.activeElement.id), "q");
    await view.page.evaluate(() => localStorage.clear());
  });

  test("an old browser is told so", async () => {
    await page.addInitScript(() => { delete HTMLScriptElement.prototype.noModule; });
    await page.goto(site.url("search.html"));
    assert.equal(await page.locator("#old").isVisible(), true);
    assert.match(await page.locator("#old").innerText(), /浏览器版本太旧/);
  });
});

describe("what cannot be loaded is told, and never taken for nothing found", () => {
  const broken = {
    "the manifest is missing": ["**/search/index.js*", (route) => route.abort()],
    "the manifest is damaged": ["**/search/index.js*", async (route) => {
      const response = await route.fetch();
      await route.fulfill({ response, body: (await response.text()).replace('"traditional":"', '"traditional":"公') });
    }],
    "the manifest is of another kind": ["**/search/index.js*", async (route) => {
      const response = await route.fetch();
      await route.fulfill({ response, body: (await response.text()).replace('"traditional"', '"other"') });
    }],
    "a shard is missing": ["**/search/s/*", (route) => route.fulfill({ status: 404, body: "" })],
    "a pack is missing": ["**/search/p/*", (route) => route.abort("internetdisconnected")],
    "a shard is an error page": ["**/search/s/*", (route) => route.fulfill({ contentType: "text/javascript", body: "'<html>'" })],
    "a shard is damaged": ["**/search/s/*", (route) => {
      const number = Number(route.request().url().match(/s\/(\d+)/)[1]);
      return route.fulfill({ contentType: "text/javascript", body: `gongkaiSearch("s${number}",{"街道":"公","街":"公"})` });
    }],
    "a shard is another one": ["**/search/s/*", (route) => route.fulfill({ contentType: "text/javascript", body: 'gongkaiSearch("s99999",{});' })],
    "a pack comes with an error": ["**/search/p/*", async (route) => {
      const response = await route.fetch();
      await route.fulfill({ response, status: 500 });
    }],
    "the table is missing": ["**/search/traditional.js*", (route) => route.abort(), "歷史街道"],
  };
  for (const [name, [pattern, spoil, words = "街道"]] of Object.entries(broken)) {
    test(name, async () => {
      await page.route(pattern, spoil);
      await find(words);
      const box = page.locator("#fail");
      await box.waitFor();
      assert.match(await box.innerText(), /检索文件 search\/\S+\.js .*不表示没有您要找的信息/s);
      assert.doesNotMatch(await told(), /找到/);
      assert.equal(await page.locator("#help").isVisible(), false);
      await page.unroute(pattern);
      await box.locator("button", { hasText: "重试" }).click();
      await done();
      await page.waitForFunction(() => document.querySelector("#told").textContent.includes("找到"));
      assert.equal(await box.isVisible(), false);
      assert.equal(await page.evaluate(() => document.activeElement.id), "hits");
    });
  }

  test("a site that was renewed meanwhile is asked anew by itself", async () => {
    await page.goto(site.url("search.html"));
    await done();
    // The page knows an index that is no longer there.
    await page.route("**/search/index.js*", async (route) => {
      const response = await route.fetch();
      await route.fulfill({ response, body: (await response.text()).replace(/"stamp":"\w+"/, '"stamp":"000000000000"') });
    });
    await page.route("**/search/s/*v=000000000000*", (route) => route.fulfill({ status: 404, body: "" }));
    await page.reload();
    await page.evaluate(() => gongkaiSearch.find("先把旧的清单读进来").catch(() => {}));
    await page.unroute("**/search/index.js*");
    await page.locator("#q").fill("街道");
    await page.locator("#q").press("Enter");
    await page.locator("#out > li").first().waitFor();
    assert.ok((await count()) > 0);
  });
});

test("from a folder the script is no module, and all of it works", async () => {
  await page.goto(`${fileUrl("search.html")}?q=${encodeURIComponent("街道")}`);
  await done();
  const first = await found();
  assert.equal(first.length, 10);
  assert.match(first[0], /^file:/);
  await page.locator("#turn a", { hasText: "下一页" }).click();
  await done();
  assert.match(await told(), /第 2 页/);
  await choose("#fc", "政策文件");
  assert.ok((await count()) > 0);
  assert.equal(await page.locator("script[src*='search.js']").getAttribute("type"), null);
  assert.deepEqual(view.faults, []);
});

test("the module is one, and under 12 KB as it travels", async () => {
  await find("街道");
  assert.equal(await page.locator("script[src*='search.js']").getAttribute("type"), "module");
  const source = await readFile(path.join(SITE_DIR, "assets/search.js"));
  const size = gzipSync(source, { level: 9 }).length;
  assert.ok(size < 12 * 1024, `${size} bytes`);
  assert.doesNotMatch(source.toString(), /\?\.[a-z([]|\?\?|\beval\b|new Function|WebAssembly/, "nothing that Chromium 69 or the site's policy refuses");
});

test("results are announced once, in a polite region that is there from the start", async () => {
  await page.goto(site.url("search.html"));
  await done();
  await page.evaluate(() => {
    window.said = [];
    new MutationObserver(() => window.said.push(document.querySelector("#told").textContent)).observe(document.querySelector("#told"), { childList: true, characterData: true, subtree: true });
  });
  assert.equal(await page.locator("#told").getAttribute("role"), "status");
  await page.locator("#q").pressSequentially("政务公开", { delay: 50 });
  await page.locator("#out > li").first().waitFor();
  const said = await page.evaluate(() => window.said.filter((text) => text !== "正在检索……"));
  assert.equal(said.length, 1, said.join(" | "));
});

for (const [name, prepare, size] of [
  ["results", async () => {}, 1280],
  ["results", async () => {}, 360],
  ["results-large", () => page.locator("[data-set=type]").click(), 360],
  ["results-contrast", () => page.locator("[data-set=contrast]").click(), 1280],
  ["results-limits", () => page.locator("#narrow summary").click(), 360],
]) {
  test(`${name} at ${size} px: nothing too wide, every target at least 44 px high`, async () => {
    await page.setViewportSize(SIZES[size]);
    await find("“政务公开” 2026");
    await prepare();
    await screenshot(page, String(size), `search-${name}`);
    assert.deepEqual(await overflow(page), []);
    const small = await page.locator("main a, main button, main select, main input:not([type=radio]), main summary, main label[for^=s]").evaluateAll((all) =>
      all.filter((e) => e.offsetParent && e.getBoundingClientRect().height < 43.5).map((e) => `${e.outerHTML.slice(0, 80)} ${e.getBoundingClientRect().height}`));
    assert.deepEqual(small, []);
    assert.deepEqual(view.faults, []);
  });
}

test("on paper: what was asked and what was found, without the form", async () => {
  await find("政务公开");
  await page.emulateMedia({ media: "print" });
  for (const hidden of ["#find", "#order", "#turn"]) assert.equal(await page.locator(hidden).isVisible(), false, hidden);
  assert.match(await told(), /“政务公开”/);
  assert.equal(await page.locator("#out > li").first().isVisible(), true);
});
