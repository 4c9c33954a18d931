// The built site under test: its pages, and a tiny static server for it.
import { createServer } from "node:http";
import { readFile, readdir } from "node:fs/promises";
import { readFileSync, statSync } from "node:fs";
import path from "node:path";
import { pathToFileURL } from "node:url";

if (!process.env.SITE_DIR) throw new Error("请设置 SITE_DIR：已生成网站的文件夹");
export const SITE_DIR = path.resolve(process.env.SITE_DIR);

/** A sub-path that the site does not know about: only relative links work under it. */
export const SUB_PATH = "/moved/zfxxgk/";

const canonical = readFileSync(path.join(SITE_DIR, "index.html"), "utf8")
  .match(/<link rel="canonical" href="([^"]+)"/)[1]
  .replaceAll("&#x2f;", "/");

/** Where site.yaml says that the site will live, for example https://host/column/. */
export const SITE_URL = canonical.replace(/index\.html$/, "");

/** The path of that address, which the 404 page is written for. */
export const OWN_PATH = new URL(SITE_URL).pathname;

const TYPES = {
  ".html": "text/html; charset=utf-8",
  ".css": "text/css; charset=utf-8",
  ".js": "text/javascript; charset=utf-8",
  ".json": "application/json",
  ".svg": "image/svg+xml",
  ".xml": "application/xml",
  ".csv": "text/csv; charset=utf-8",
};

/**
 * Serves the site under `base`; anything missing gets the site's own 404 page, as web servers are set up to do.
 * `routes` answers for addresses beside the site, and `head` is put at the start of the head of every page.
 * With `isDated` it says when each file was made, as web servers do: what a browser has seen lately it does not ask for again.
 */
export async function serveSite(base = SUB_PATH, { routes = {}, head = "", isDated = false } = {}) {
  const failed = [];
  const server = createServer(async (request, response) => {
    const url = new URL(request.url, "http://localhost"), { pathname } = url;
    if (routes[pathname]) {
      response.writeHead(200, { "content-type": TYPES[path.extname(pathname)] ?? "text/plain; charset=utf-8" });
      response.end(routes[pathname](url));
      return;
    }
    const below = pathname.startsWith(base) ? decodeURIComponent(pathname.slice(base.length)) : null;
    const file = below === null ? null : path.join(SITE_DIR, below.endsWith("/") || below === "" ? `${below}index.html` : below);
    try {
      if (!file || !file.startsWith(SITE_DIR + path.sep)) throw new Error("outside of the site");
      // At once, so that the server takes as little as it may from the browser beside it.
      const bytes = readFileSync(file), dated = isDated ? { "last-modified": statSync(file).mtime.toUTCString() } : {};
      const body = head && file.endsWith(".html") ? bytes.toString().replace("<head>", `<head>${head}`) : bytes;
      response.writeHead(200, { "content-type": TYPES[path.extname(file)] ?? "application/octet-stream", ...dated });
      response.end(body);
    } catch {
      failed.push(pathname);
      response.writeHead(404, { "content-type": TYPES[".html"] });
      response.end(await readFile(path.join(SITE_DIR, "404.html")));
    }
  });
  await new Promise((ready) => server.listen(0, "127.0.0.1", ready));
  const origin = `http://127.0.0.1:${server.address().port}`;
  return {
    origin,
    root: origin + base,
    failed,
    url: (page) => origin + base + page.split("/").map(encodeURIComponent).join("/"),
    close: () => new Promise((closed) => { server.close(closed); server.closeAllConnections(); }),
  };
}

export const fileUrl = (page) => pathToFileURL(path.join(SITE_DIR, page)).href;

/** All files of the site, as paths with forward slashes, in a fixed order. */
export async function siteFiles() {
  const entries = await readdir(SITE_DIR, { recursive: true });
  return entries
    .filter((entry) => statSync(path.join(SITE_DIR, entry)).isFile())
    .map((entry) => entry.split(path.sep).join("/"))
    .sort();
}

let pages;

/** The HTML of every page by its path. */
export async function sitePages() {
  if (!pages) {
    pages = new Map();
    for (const file of await siteFiles()) {
      if (file.endsWith(".html")) pages.set(file, await readFile(path.join(SITE_DIR, file), "utf8"));
    }
  }
  return pages;
}

const document = (html) => html.includes('<article class="art');

/** How to know a page of each kind, by its path and what only its template writes. */
const KINDS = {
  "home": (file) => file === "index.html",
  "list": (file, html) => /^[^/]+\/index\.html$/.test(file) && html.includes('class="filters"') && html.includes("list-valid.html"),
  "list-page-2": (file, html) => file.endsWith("_2.html") && html.includes('class="pager"'),
  "list-filtered": (file) => /\/list-\d{4}-[a-z]+\.html$/.test(file),
  "document": (file, html) => document(html) && !html.includes("art official") && !html.includes('id="attachments"'),
  "document-official": (file, html) => html.includes('<article class="art official"') && !html.includes('id="attachments"'),
  "document-attachments": (file, html) => html.includes('<article class="art official"') && html.includes('id="attachments"'),
  "document-toc": (file, html) => html.includes('<article class="art official"') && html.includes('<details class="toc"'),
  "document-withdrawn": (file, html) => document(html) && html.includes("本文件已废止"),
  "picture": (file, html) => document(html) && html.includes('<figure class="picture"><svg'),
  "annual-report": (file, html) => document(html) && html.includes('class="annual t3"'),
  "guide": (file, html) => !document(html) && html.includes("<h1>政府信息公开指南</h1>"),
  "statutory": (file, html) => html.includes('<ol class="stl">'),
  "statutory-item": (file, html) => /<\/h1><p>《中华人民共和国政府信息公开条例》第二十条第/.test(html),
  "catalog": (file, html) => html.includes('class="cards doml"'),
  "catalog-domain": (file, html) => html.includes('<table class="stack cat"'),
  "application": (file, html) => html.includes('<div class="flow"'),
  "units": (file, html) => html.includes('<div class="units">'),
  "contacts": (file, html) => html.includes("舆情协调责任与联系人"),
  "villages": (file, html) => html.includes('<table class="stack matrix"'),
  "village": (file, html) => html.includes('<section class="vt"'),
  "ledger": (file, html) => html.includes('<table class="stack led"'),
  "assessment": (file, html) => html.includes("政务公开工作考核细则</caption>"),
  "training": (file, html) => html.includes(">培训记录<small>"),
  "search": (file) => file === "search.html",
  "sitemap": (file) => file === "sitemap.html",
};

export const KIND_NAMES = Object.keys(KINDS);

/** The first page of a kind. */
export async function pageOfKind(kind) {
  for (const [file, html] of await sitePages()) if (KINDS[kind](file, html)) return file;
  throw new Error(`这个网站没有“${kind}”一类的页面`);
}
