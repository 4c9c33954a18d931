// Which pages show everything that the site's pages are made of.
import { KIND_NAMES, pageOfKind, sitePages } from "./site.mjs";

const VOID = new Set(["area", "base", "br", "col", "embed", "hr", "img", "input", "link", "meta", "source", "track", "wbr"]);
const TELLING = new Set(["aria-current", "role", "scope", "type"]);

/** Every kind of element of a page below its kind of parent: tag, classes and what it says it is. */
function parts(html) {
  const found = new Set(), open = [];
  for (const [, end, tag, attributes] of html.matchAll(/<(\/?)([a-z][a-z0-9]*)((?:\s+[^\s=>]+(?:="[^"]*")?)*)\s*\/?>/gi)) {
    const name = tag.toLowerCase();
    if (end) {
      const at = open.findLastIndex(([opened]) => opened === name);
      if (at >= 0) open.length = at;
      continue;
    }
    // A drawing is one thing, whatever it shows.
    if (open.some(([opened]) => opened === "svg")) continue;
    let look = name;
    for (const [, key, value] of attributes.matchAll(/([^\s=]+)(?:="([^"]*)")?/g)) {
      if (key === "class") look += value.split(/\s+/).map((c) => `.${c}`).join("");
      else if (TELLING.has(key)) look += `[${key}=${value}]`;
    }
    found.add(`${open.at(-1)?.[1] ?? ""}>${look}`);
    if (!VOID.has(name)) open.push([name, look]);
  }
  return found;
}

/**
 * The fewest pages that are easily found, in a fixed order, with one of every kind that has a name
 * and, between them, every part that any page of the site has. A page that leads elsewhere at once is not one of them.
 */
export async function coveringPages() {
  const pages = new Map();
  for (const [file, html] of await sitePages()) if (!/http-equiv="?refresh/i.test(html)) pages.set(file, parts(html));
  const missing = new Set([...pages.values()].flatMap((found) => [...found]));
  const chosen = new Set();
  const choose = (file) => {
    chosen.add(file);
    for (const part of pages.get(file)) missing.delete(part);
  };
  for (const kind of KIND_NAMES) choose(await pageOfKind(kind));
  choose("404.html");
  while (missing.size) {
    let best = null, most = 0;
    for (const [file, found] of pages) {
      const gain = [...found].filter((part) => missing.has(part)).length;
      if (gain > most) [best, most] = [file, gain];
    }
    choose(best);
  }
  return [...chosen].sort();
}
