// The whole site, followed link by link from its home page.
import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { launch } from "./lib/browser.mjs";
import { OWN_PATH, pageOfKind, serveSite, SITE_URL, siteFiles } from "./lib/site.mjs";

let browser, reader, site;
before(async () => {
  [browser, site] = [await launch(), await serveSite()];
  reader = await browser.newPage();
});
after(async () => { await browser?.close(); await site?.close(); });

/** What a page refers to and which fragments it has, by the browser's own parser. */
const parse = (text, type) =>
  reader.evaluate(([text, type]) => {
    const tree = new DOMParser().parseFromString(text, type);
    const links = [];
    for (const element of tree.querySelectorAll("*")) {
      for (const name of ["href", "src", "action", "poster", "data", "xlink:href"]) {
        const value = element.getAttribute(name);
        if (value !== null) links.push([`${element.tagName.toLowerCase()}[${name}]`, value]);
      }
      for (const name of ["srcset"]) {
        for (const part of (element.getAttribute(name) ?? "").split(",")) {
          if (part.trim()) links.push([`${element.tagName.toLowerCase()}[${name}]`, part.trim().split(/\s+/)[0]]);
        }
      }
      for (const name of ["aria-labelledby", "aria-controls", "aria-describedby", "for"]) {
        for (const id of (element.getAttribute(name) ?? "").split(/\s+/).filter(Boolean)) links.push([name, `#${id}`]);
      }
    }
    const ids = [...tree.querySelectorAll("[id]")].map((element) => element.id);
    return { links, ids, canonical: tree.querySelector("link[rel=canonical]")?.getAttribute("href") ?? null };
  }, [text, type]);

/** Follows every link from `start`, and tells what is reached and what is broken. */
async function crawl(site, start) {
  const seen = new Map();
  const references = [];
  const broken = [];
  const queue = [[start, "start"]];
  while (queue.length) {
    const [address, from] = queue.pop();
    if (seen.has(address)) continue;
    const response = await fetch(address);
    const type = response.headers.get("content-type");
    const found = { status: response.status, ids: null };
    seen.set(address, found);
    if (response.status !== 200 && address !== start) { broken.push(`${from} → ${address}: ${response.status}`); continue; }
    const text = await response.text();
    if (!text) broken.push(`${from} → ${address}: empty`);
    if (!type.startsWith("text/html")) continue;
    const { links, ids, canonical } = await parse(text, "text/html");
    found.ids = new Set(ids);
    found.canonical = canonical;
    for (const id of ids.filter((id, at) => ids.indexOf(id) !== at)) broken.push(`${address}: id “${id}” twice`);
    for (const [place, link] of links) {
      // Addresses of the site's own home stand for the same files here.
      const target = new URL(link.startsWith(SITE_URL) ? link.slice(SITE_URL.length) || "index.html" : link, link.startsWith(SITE_URL) ? site.root : address);
      if (target.origin !== site.origin) continue;
      const fragment = decodeURIComponent(target.hash.slice(1));
      target.hash = "";
      target.search = "";
      if (fragment) references.push([`${address} ${place}`, target.href, fragment]);
      queue.push([target.href, `${address} ${place}`]);
    }
  }
  for (const [from, target, fragment] of references) {
    const ids = seen.get(target)?.ids;
    if (ids && !ids.has(fragment)) broken.push(`${from} → ${target}#${fragment}: no such fragment`);
  }
  return { seen, broken };
}

test("every link answers, every fragment exists, every page is reached", async () => {
  const { seen, broken } = await crawl(site, site.url("index.html"));
  const pages = (await siteFiles()).filter((file) => file.endsWith(".html") && file !== "404.html");
  const orphans = pages.filter((file) => !seen.has(site.url(file)));
  assert.deepEqual({ broken, orphans }, { broken: [], orphans: [] });
  assert.deepEqual(
    pages.filter((file) => seen.get(site.url(file)).canonical !== new URL(file.replace(/(^|\/)index\.html$/, "$1"), SITE_URL).href),
    [], "pages whose canonical address is not their own",
  );
});

test("links of the 404 page work from any depth", async () => {
  const own = await serveSite(OWN_PATH);
  const { broken } = await crawl(own, own.url("no/such/page.html"));
  await own.close();
  assert.deepEqual(broken, []);
});

test("feeds, the site map and robots.txt name pages that exist", async () => {
  const files = new Set(await siteFiles());
  const broken = [];
  for (const file of [...files].filter((file) => file.endsWith(".xml"))) {
    const text = await (await fetch(site.url(file))).text();
    const addresses = await reader.evaluate((text) => {
      const tree = new DOMParser().parseFromString(text, "application/xml");
      if (tree.querySelector("parsererror")) return ["not well-formed"];
      return [...tree.querySelectorAll("loc,link[href],id")].map((e) => e.getAttribute("href") ?? e.textContent);
    }, text);
    if (!addresses.length) broken.push(`${file}: no addresses`);
    for (const address of addresses) {
      const below = address.startsWith(SITE_URL) ? decodeURIComponent(address.slice(SITE_URL.length)).replace(/(^|\/)$/, "$1index.html") : null;
      if (below === null ? address === "not well-formed" : !files.has(below)) broken.push(`${file}: ${address}`);
    }
  }
  assert.deepEqual(broken, []);
  assert.match(await (await fetch(site.url("robots.txt"))).text(), /^Sitemap: \S+sitemap\.xml$/m);
});

test("the machine-readable copy of a document is JSON that names the same address", async () => {
  const file = await pageOfKind("document-official");
  const record = await (await fetch(site.url(file.replace(/\.html$/, ".json")))).json();
  assert.ok(JSON.stringify(record).includes(new URL(file, SITE_URL).href));
});
