// The module in the browser and the engine in Rust: the same results in the same order.
import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { launch, openPage } from "./lib/browser.mjs";
import { gongkai } from "./lib/gongkai.mjs";
import { questions, readEntries } from "./lib/questions.mjs";
import { serveSite, SITE_DIR } from "./lib/site.mjs";

const LIMIT = 50;

let browser, site, view, entries;
before(async () => {
  [browser, site, entries] = [await launch(), await serveSite(), await readEntries()];
  view = await openPage(browser);
  await view.page.goto(site.url("search.html"));
  await view.page.waitForFunction(() => window.gongkaiSearch?.find);
});
after(async () => { await browser?.close(); await site?.close(); });

/** What the browser finds, for many questions: results as `gongkai search` writes them. */
const inBrowser = (texts, options) =>
  view.page.evaluate(async ([texts, options]) => {
    const answers = [];
    for (const text of texts) {
      const { hits, query } = await gongkaiSearch.find(text, options);
      answers.push(hits.map(({ entry, score }) => ({
        title: entry.t, url: entry.u, index_no: entry.i || "", document_no: entry.n || "",
        date: entry.d || "", excerpt: gongkaiSearch.excerpt(entry, query), score,
      })));
    }
    return answers;
  }, [texts, { count: LIMIT, ...options }]);

const OPTIONS = { c: "--column", o: "--issuer", t: "--topic", y: "--year", v: "--validity" };

/** What the program finds. */
async function inRust(texts, { facets = {}, byDate = false }) {
  const args = ["search", "--site", SITE_DIR, "--format", "json", "--limit", String(LIMIT), "--queries", "-"];
  for (const [letter, value] of Object.entries(facets)) args.push(OPTIONS[letter], value);
  if (byDate) args.push("--sort", "date");
  const output = await gongkai(args, texts.map((text) => `${text}\n`).join(""));
  return output.split("\n").filter(Boolean).map((line) => JSON.parse(line));
}

async function compare(asked, options) {
  const texts = asked.map((question) => question.text);
  const [ours, theirs] = [await inBrowser(texts, options), await inRust(texts, options)];
  assert.equal(theirs.length, texts.length, "one list for each question");
  asked.forEach((question, at) => assert.deepEqual(ours[at], theirs[at], `${question.kind}: ${JSON.stringify(question.text)} ${JSON.stringify(options)}`));
  return ours.filter((answer) => answer.length).length;
}

test("300 questions", async () => {
  const found = await compare(await questions(entries, 300, 1), {});
  assert.ok(found > 200, `${found} of 300 questions find something`);
  assert.deepEqual(view.faults, []);
});

test("by date", async () => {
  assert.ok((await compare(await questions(entries, 60, 2), { byDate: true })) > 40);
});

test("within each facet, and within several", async () => {
  const options = await view.page.evaluate(() => {
    const values = {};
    for (const select of document.querySelectorAll(".facets select")) {
      values[select.name] = Array.from(select.options, (option) => option.value).filter(Boolean);
    }
    return values;
  });
  // A site of one body has no select for bodies.
  options.o ??= [entries.find((entry) => entry.o).o];
  const asked = [{ kind: "nothing", text: "" }, ...(await questions(entries, 29, 3))];
  let found = 0;
  for (const [letter, values] of Object.entries(options)) {
    for (const value of new Set([values[0], values.at(-1)])) {
      found += await compare(asked, { facets: { [letter]: value } });
      found += await compare(asked.slice(0, 10), { facets: { [letter]: value }, byDate: true });
    }
  }
  found += await compare(asked, { facets: { y: options.y[0], o: options.o[0] } });
  assert.ok(found > 50, `${found}`);
});

test("pages of ten together are the list of fifty", async () => {
  const asked = (await questions(entries, 45, 4)).map((question) => question.text);
  const whole = await inBrowser(asked, {});
  const pages = await Promise.all([0, 10, 20, 30, 40].map((from) => inBrowser(asked, { from, count: 10 })));
  asked.forEach((text, at) => assert.deepEqual(pages.flatMap((page) => page[at]), whole[at], text));
});

test("every page that holds the words is found, and no other", async () => {
  const asked = (await questions(entries, 300, 5)).map((question) => question.text).filter((text) => /^[\u4e00-\u9fff]+$/.test(text));
  assert.ok(asked.length > 60, `${asked.length}`);
  const answers = await inBrowser(asked, { count: entries.length });
  const simple = entries.filter((entry) => !entry.s);
  asked.forEach((text, at) => {
    const holds = (entry) => [entry.t, entry.n, entry.i, entry.o, entry.k, entry.a, entry.x].some((field) => field?.includes(text));
    const truth = simple.filter(holds).map((entry) => entry.u).sort();
    const found = new Set(answers[at].map((answer) => answer.url));
    // Of traditional characters only the engines know.
    if (/^[\u4e00-\u9fff]+$/.test(text) && truth.length) assert.deepEqual(simple.filter((entry) => found.has(entry.u)).map((entry) => entry.u).sort(), truth, text);
  });
});

test("the table of traditional characters has none that is in GB 2312", async () => {
  // The module loads the table only for a question with a character that is not.
  const asked = await view.page.evaluate(async () => {
    const pairs = await new Promise((resolve) => {
      const own = window.gongkaiSearch;
      window.gongkaiSearch = (name, content) => { window.gongkaiSearch = own; resolve(content); };
      const script = document.createElement("script");
      script.src = "search/traditional.js";
      document.head.append(script);
    });
    const bytes = [];
    for (let a = 0xb0; a <= 0xf7; a++) for (let b = 0xa1; b <= 0xfe; b++) bytes.push(a, b);
    const common = new Set(new TextDecoder("gbk").decode(new Uint8Array(bytes)));
    return Array.from(pairs).filter((c, at) => at % 2 === 0 && common.has(c));
  });
  assert.deepEqual(asked, []);
});
