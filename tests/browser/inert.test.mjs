// Nothing that an editor writes runs, and nothing of it asks another host: not even with the Content-Security-Policy taken
// away, and not even in what a build would refuse to publish.
import assert from "node:assert/strict";
import { execFile, spawn } from "node:child_process";
import { createServer } from "node:http";
import { cp, mkdir, mkdtemp, readdir, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { after, before, test } from "node:test";
import { promisify } from "node:util";
import { launch } from "./lib/browser.mjs";
import { GONGKAI, REPOSITORY } from "./lib/gongkai.mjs";
import { anyBody, anySvg, BODIES, SVGS, TEXTS } from "./lib/vectors.mjs";

const RENDER = process.env.RENDER || path.join(REPOSITORY, "target/debug/examples/render");
const run = promisify(execFile);
const BATCH = 25;

let browser;
let folder;
before(async () => {
  browser = await launch();
  folder = await mkdtemp(path.join(tmpdir(), "gongkai-inert-"));
});
after(async () => {
  await browser?.close();
  await rm(folder, { recursive: true, force: true });
});

/** A copy of the base site with documents put in; gives its folder. */
async function site(name, documents) {
  const to = path.join(folder, name);
  await cp(path.join(REPOSITORY, "tests/sites/base"), to, { recursive: true });
  for (const [number, { body, svg, title }] of documents.entries()) {
    const at = path.join(to, "content/通知公告", `v${number}`);
    await mkdir(at, { recursive: true });
    const front = [
      `标题: ${JSON.stringify(title ?? `向量 ${number}`)}`,
      `索引号: "111409020123456714/2025-${String(number + 1).padStart(5, "0")}"`,
      "发布机构: 旭来街街道办事处", "成文日期: 2025-06-01", "发布日期: 2025-06-02", "公开属性: 主动公开",
      `内容概述: 向量 ${number}`, "目录事项: [JD-001]", `网址名: v${number}`,
    ];
    await writeFile(path.join(at, "index.md"), `---\n${front.join("\n")}\n---\n${body}\n`);
    await writeFile(path.join(at, "图.svg"), svg ?? "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 1 1\"/>");
    await writeFile(path.join(at, "b.md"), "");
  }
  return to;
}

/** Renders a site whatever is wrong with it; gives the pages, and the pictures that may be opened by themselves. */
async function render(from, out, ...more) {
  await run(RENDER, [from, out, ...more]);
  const files = (await readdir(out, { recursive: true })).map((file) => file.split(path.sep).join("/")).sort();
  return { pages: files.filter((file) => file.endsWith(".html")), svgs: files.filter((file) => file.endsWith(".svg")) };
}

/** Serves a folder without the policy, and watches what is asked for. */
async function serve(out) {
  const types = { ".html": "text/html; charset=utf-8", ".css": "text/css", ".js": "text/javascript", ".svg": "image/svg+xml", ".json": "application/json" };
  const server = createServer(async (request, response) => {
    const { pathname } = new URL(request.url, "http://localhost");
    if (pathname === "/frames") return response.writeHead(200, { "content-type": types[".html"] }).end("<!DOCTYPE html><title>frames</title><body>");
    try {
      const file = path.join(out, decodeURIComponent(pathname));
      const bytes = await readFile(file.startsWith(out) ? file : "");
      const body = file.endsWith(".html") ? bytes.toString().replace(/<meta http-equiv="Content-Security-Policy"[^>]*>/i, "") : bytes;
      if (file.endsWith(".html")) assert.doesNotMatch(body.slice(0, 2000), /content-security-policy/i);
      response.writeHead(200, { "content-type": types[path.extname(file)] ?? "application/octet-stream", "cache-control": "max-age=600" }).end(body);
    } catch {
      response.writeHead(404).end();
    }
  });
  await new Promise((ready) => server.listen(0, "127.0.0.1", ready));
  return { origin: `http://127.0.0.1:${server.address().port}`, close: () => new Promise((done) => { server.close(done); server.closeAllConnections(); }) };
}

/** A page of the browser that notes all that should not be. */
async function watch(origin) {
  const context = await browser.newContext({ locale: "zh-CN" });
  await context.addInitScript(() => { window.ran = () => { (top.happened ??= []).push(`ran in ${location.pathname}`); }; });
  const page = await context.newPage();
  page.setDefaultTimeout(30_000);
  const happened = [];
  context.on("request", (request) => {
    const url = request.url();
    if (!url.startsWith(`${origin}/`) && !/^(data:|about:)/.test(url)) happened.push(`asked for ${url} in ${request.frame()?.url()}`);
  });
  context.on("dialog", (dialog) => { happened.push(`said ${dialog.message()}`); dialog.dismiss(); });
  context.on("page", (other) => { if (other !== page) happened.push(`opened ${other.url()}`); });
  page.on("framenavigated", (frame) => {
    if (frame === page.mainFrame() && !frame.url().startsWith(`${origin}/`)) happened.push(`went to ${frame.url()}`);
  });
  return { page, happened, close: () => context.close() };
}

/** What is in the pages that could run or ask, although nothing did so by itself. Runs in the browser. */
async function look(paths) {
  const found = [];
  const frames = await Promise.all(paths.map((path) => new Promise((loaded) => {
    const frame = document.createElement("iframe");
    frame.addEventListener("load", () => loaded(frame), { once: true });
    frame.src = path;
    document.body.append(frame);
  })));
  await new Promise((done) => setTimeout(done, 30));
  const FOREIGN = /^(iframe|frame|object|embed|applet|base|foreignobject|image|animate.*|set|discard|handler|style|math|template|noscript|plaintext|xmp|marquee|portal)$/;
  for (const frame of frames) {
    const at = new URL(frame.src).pathname, { contentDocument: page } = frame;
    if (!page || page.location.pathname !== at) { found.push(`${at}: is gone`); continue; }
    for (const element of page.querySelectorAll("*")) {
      const name = element.localName.toLowerCase();
      // The theme tells by one that the search needs scripts.
      if (FOREIGN.test(name) && !(name === "noscript" && at === "/search.html")) found.push(`${at}: <${name}>`);
      if (name === "script" && !/\/(assets|search)\//.test(element.src)) found.push(`${at}: <script>`);
      if (name === "meta" && element.httpEquiv) found.push(`${at}: <meta http-equiv>`);
      for (const { name: key, value } of element.attributes) {
        if (/^on/i.test(key) || key === "style" || key === "srcdoc" || key === "ping") found.push(`${at}: ${key}=${value}`);
        if (!/(^|:)(href|src|srcset|action|formaction|data|poster|background|content)$/i.test(key) || name === "meta") continue;
        const url = new URL(value, page.baseURI);
        const isFetched = !(/^(a|area)$/.test(name) || (name === "link" && !/stylesheet|icon|preload/.test(element.rel)));
        if (!/^(https?|mailto|tel):$/.test(url.protocol) && !(name === "img" && value === "data:,")) found.push(`${at}: ${key}=${value}`);
        else if (isFetched && url.protocol !== "data:" && url.origin !== location.origin) found.push(`${at}: ${key}=${value}`);
      }
    }
    // What stands around the body stands where it did.
    const footer = page.querySelector("footer");
    if (at.endsWith(".html") && (!footer || footer.closest("main, article, .doc"))) found.push(`${at}: the body broke out of its place`);
    frame.remove();
  }
  return [...found, ...(window.happened ?? [])];
}

/** Opens all of these, many at a time, and says what was wrong. */
async function open(out, files) {
  const server = await serve(out);
  const tab = await watch(server.origin);
  try {
    const found = [];
    await tab.page.goto(`${server.origin}/frames`);
    for (let at = 0; at < files.length; at += BATCH) {
      const paths = files.slice(at, at + BATCH).map((file) => `/${file.split("/").map(encodeURIComponent).join("/")}`);
      found.push(...await tab.page.evaluate(look, paths));
    }
    return [...new Set([...found, ...tab.happened])];
  } finally {
    await tab.close();
    await server.close();
  }
}

const PICTURE = "![图](图.svg)";

/** A page that is not ours, and what must be noticed of it. */
const BAD = [
  ["<img src=x onerror=ran(1)>", /^ran in /],
  ["<script>ran(1)</script>", /^ran in /],
  [`<img src="https://other.invalid/a.png">`, /^asked for https:\/\/other\.invalid\//],
  ["<p onclick=ran(1)>甲</p>", /: onclick=/],
  ["<a href=\"javascript:ran(1)\">甲</a>", /: href=javascript:/],
  ["<svg><a><set attributeName=href to=javascript:ran(1)></set></a></svg>", /: <set>$/],
  ["<p style=\"color:red\">甲</p>", /: style=/],
  ["<script>alert(1)</script>", /^said 1$/],
  ["<div class=doc><div><footer>尾</footer></div></div>", /: the body broke out/],
];

test("what runs or asks is noticed", async () => {
  for (const [number, [body, noticed]] of BAD.entries()) {
    const out = path.join(folder, `bad-${number}`);
    await mkdir(out);
    await writeFile(path.join(out, "a.html"), `<!DOCTYPE html><title>a</title><body>${body}${body.includes("footer") ? "" : "<footer>尾</footer>"}`);
    const found = await open(out, ["a.html"]);
    assert.ok(found.some((line) => noticed.test(line)), `${body}: ${found}`);
  }
});

test("what is known to run scripts or to ask others does neither", async (t) => {
  assert.ok(BODIES.length + SVGS.length >= 150, `${BODIES.length} + ${SVGS.length}`);
  const vectors = [...BODIES.map((body) => ({ body })), ...SVGS.map((svg) => ({ body: PICTURE, svg }))];
  const out = path.join(folder, "vectors.out");
  const { pages, svgs } = await render(await site("vectors", vectors), out);
  const own = pages.filter((file) => /\/v\d+\.html$/.test(file));
  assert.equal(own.length, vectors.length, "every vector has its page");
  assert.ok(svgs.length > BODIES.length, "pictures that are clean can be opened by themselves");
  t.diagnostic(`${BODIES.length} bodies, ${SVGS.length} pictures, ${svgs.length} of all pictures published`);
  assert.deepEqual(await open(out, [...pages, ...svgs.filter((file) => Number(file.match(/v(\d+)/)?.[1]) >= BODIES.length)]), []);
});

test("ninety values in every field are text", async (t) => {
  const values = path.join(folder, "values.json");
  await writeFile(values, JSON.stringify(TEXTS));
  let count = 0, shown = 0;
  for (const turn of TEXTS.keys()) {
    const out = path.join(folder, `texts-${turn}.out`);
    const { pages } = await render(await site(`texts-${turn}`, []), out, "--texts", values, String(turn));
    assert.ok(pages.length >= 40, `turn ${turn}: ${pages.length} pages`);
    for (const file of pages) shown += Number((await readFile(path.join(out, file), "utf8")).includes("ran(1)"));
    count += pages.length;
    assert.deepEqual(await open(out, pages), [], `turn ${turn}`);
  }
  assert.ok(shown > count / 2, `${shown} of ${count} pages show a value`);
  t.diagnostic(`${count} pages, ${shown} with values`);
});

test("seven hundred pages at random run nothing", async (t) => {
  const documents = Array.from({ length: 700 }, (_, seed) =>
    seed % 5 ? { body: anyBody(seed) } : { body: `${PICTURE}\n\n${anyBody(seed)}`, svg: anySvg(seed) });
  const out = path.join(folder, "random.out");
  const { pages } = await render(await site("random", documents), out);
  const own = pages.filter((file) => /\/v\d+\.html$/.test(file));
  assert.equal(own.length, 700);
  assert.deepEqual(await open(out, own), []);
});

test("the preview shows what is wrong as text", async (t) => {
  const name = "<img src=x onerror=ran(1)>";
  const from = await site("preview", [{ body: "正文。" }]);
  const source = path.join(from, "content/通知公告", `${name}.md`);
  const child = spawn(GONGKAI, ["serve", from, "--port", "0"], { stdio: ["ignore", "pipe", "pipe"] });
  t.after(() => child.kill("SIGKILL"));
  let said = "";
  const address = await new Promise((ready, fail) => {
    const timer = setTimeout(() => fail(new Error(`预览没有就绪：${said}`)), 30_000);
    child.stderr.on("data", (data) => {
      said += data;
      const match = said.match(/http:\/\/127\.0\.0\.1:\d+/);
      if (match) { clearTimeout(timer); ready(match[0]); }
    });
  });
  const tab = await watch(address);
  try {
    await tab.page.goto(`${address}/index.html`);
    await writeFile(source, `---\n标题: "${name}</pre><script>ran(1)</script>"\n${name}: 1\n公开属性: "${name}"\n---\n[甲](<img src=x onerror=ran(1)>)\n`);
    const box = tab.page.locator(".gongkai-problems");
    await box.waitFor();
    await tab.page.getByText("onerror=ran(1)").first().waitFor();
    assert.equal(await box.locator("img, script").count(), 0);
    await tab.page.reload();
    await box.waitFor();
    assert.equal(await box.locator("img, script:not([src])").count(), 0);
    assert.deepEqual([...tab.happened, ...await tab.page.evaluate(() => window.happened ?? [])], []);
  } finally {
    await tab.close();
  }
});
