// Chromium 69, as far as a newer one can play it: offices have browsers built on it.
import { createRequire } from "node:module";
import postcss from "postcss";

const bcd = createRequire(import.meta.url)("@mdn/browser-compat-data");

export const OLD = 69;

/** Whether Chromium of that age lacks a feature. */
export function isNew(compat) {
  const support = compat?.support?.chrome;
  if (!support) return false;
  const entries = (Array.isArray(support) ? support : [support]).filter((entry) => !entry.flags && !entry.prefix && !entry.alternative_name);
  return entries.length > 0 && entries.every(({ version_added: added }) => !added || parseInt(String(added).replace("≤", ""), 10) > OLD);
}

const { properties, selectors } = bcd.css;
const PSEUDO = /::?([a-z-]+)/g;
/** Functions of values that are newer; data about them stands in many places of the tables. */
const FUNCTIONS = /(?:^|[^\w-])(min|max|clamp|round|mod|rem|sin|cos|pow|sqrt|hypot|abs|sign|color-mix|color|oklch|oklab|lch|lab|hwb|light-dark|image-set|anchor|if)\(/;
/** Older names of properties, which the tables keep under the newer ones. */
const LEGACY = new Set(["grid-gap", "grid-column-gap", "grid-row-gap"]);
/** Words that are new in one kind of box only, or among names of fonts, where the next one is taken. */
const HARMLESS = new Set(["start", "end", "ui-monospace", "ui-sans-serif", "ui-serif", "system-ui"]);
const UNITS = /(?:^|[^\w#-])-?[\d.]+(?:svh|lvh|dvh|svw|lvw|dvw|vi|vb|cqw|cqh|cqi|cqb|rlh|lh|rex|rch|ric|cap|ic)\b/;

/** What is new in a declaration, or nothing. */
export function newIn({ prop, value }) {
  if (prop.startsWith("--")) return FUNCTIONS.exec(value)?.[1] ?? UNITS.exec(value)?.[0] ?? null;
  const property = properties[prop];
  if (isNew(property?.__compat) || (!property && !prop.startsWith("-") && !LEGACY.has(prop))) return prop;
  const word = value.split(/[\s,()/]+/).find((word) => !HARMLESS.has(word) && isNew(property?.[word]?.__compat));
  return FUNCTIONS.exec(value)?.[1] ?? UNITS.exec(value)?.[0]?.trim() ?? word ?? null;
}

/** The pseudo-classes of a selector that are new. */
export const newSelectors = (selector) => [...selector.matchAll(PSEUDO)].map(([, name]) => name).filter((name) => isNew(selectors[name]?.__compat));

const NEW_RULES = new Set(["layer", "container", "property", "scope", "starting-style", "view-transition", "position-try", "counter-style"]);

/** Takes out of a style sheet what an old browser does not read; `told` gets the declarations and rules that are lost. */
export function readAsOld(css, told = []) {
  const sheet = postcss.parse(css);
  sheet.walkAtRules((rule) => {
    if (rule.name === "supports") {
      const [, not, prop, value] = /^(not )?\((\S+?):\s*(.+)\)$/.exec(rule.params) ?? [];
      if (!prop) throw new Error(`@supports ${rule.params}: too much for the test`);
      if (Boolean(not) === Boolean(newIn({ prop, value }))) rule.replaceWith(rule.nodes);
      else rule.remove();
    } else if (NEW_RULES.has(rule.name) || /forced-colors/.test(rule.params)) rule.remove();
  });
  sheet.walkRules((rule) => {
    const unknown = newSelectors(rule.selector);
    if (unknown.length) {
      told.push({ line: rule.source.start.line, what: `:${unknown[0]}`, selector: rule.selector });
      rule.remove();
      return;
    }
    rule.walkDecls((declaration) => {
      const what = newIn(declaration);
      if (!what) return;
      const before = rule.nodes.slice(0, rule.nodes.indexOf(declaration));
      const hasFallback = before.some((other) => other.prop === declaration.prop && !newIn(other));
      if (!hasFallback) told.push({ line: declaration.source.start.line, what, selector: rule.selector });
      declaration.remove();
    });
    // Nested rules came far later.
    if (rule.nodes.some((node) => node.type === "rule")) told.push({ line: rule.source.start.line, what: "nesting", selector: rule.selector });
  });
  return sheet.toString();
}

/** What built-in objects of scripts lack, as paths for `forget`. */
export function newBuiltins() {
  const found = [];
  for (const [name, object] of Object.entries(bcd.javascript.builtins)) {
    // Without this one the test itself cannot speak to the page.
    if (name !== "globalThis" && isNew(object.__compat)) found.push([name]);
    for (const [member, { __compat }] of Object.entries(object)) {
      if (member !== "__compat" && !member.startsWith("@@") && isNew(__compat)) found.push([name, member]);
    }
  }
  for (const name of ["Element", "Document", "Node", "HTMLElement", "HTMLDialogElement", "DOMTokenList", "Navigator", "Window", "NodeList", "AbortSignal"]) {
    for (const [member, { __compat }] of Object.entries(bcd.api[name] ?? {})) {
      const plain = member.replace(/_static$/, "");
      if (member !== "__compat" && isNew(__compat)) found.push([name, plain]);
    }
  }
  return found;
}

/** Runs in a page before its scripts: takes away what is newer. */
export function forget(paths) {
  for (const [name, member] of paths) {
    if (!member) delete globalThis[name];
    else if (globalThis[name]) {
      delete globalThis[name][member];
      if (globalThis[name].prototype) delete globalThis[name].prototype[member];
      if (name === "Window") delete globalThis[member];
    }
  }
}

/** Runs in a page: flex boxes have no gap; tells which neighbours in them then stand closer than half of it. */
export function closeFlexGaps() {
  const boxes = [...document.body.querySelectorAll("*")].filter((e) => {
    const style = getComputedStyle(e);
    return /flex/.test(style.display) && e.getClientRects().length && (parseFloat(style.columnGap) > 0 || parseFloat(style.rowGap) > 0);
  });
  const gaps = new Map(boxes.map((box) => [box, [parseFloat(getComputedStyle(box).columnGap) || 0, parseFloat(getComputedStyle(box).rowGap) || 0]]));
  for (const box of boxes) box.style.setProperty("gap", "0px", "important");
  const tight = [];
  for (const [box, [across, down]] of gaps) {
    const items = [...box.children].filter((e) => e.getClientRects().length && !/absolute|fixed/.test(getComputedStyle(e).position));
    items.slice(1).forEach((item, at) => {
      const one = items[at].getBoundingClientRect(), other = item.getBoundingClientRect();
      const [x, y] = [other.left - one.right, other.top - one.bottom];
      // Beside each other, or one below the other.
      const isBelow = y > -1 && x < 0;
      const gap = isBelow ? down : across, need = Math.min(gap, 6) / 2;
      if (gap > 4 && (isBelow ? y : x) < need - 0.5) {
        const name = (e) => `${e.tagName.toLowerCase()}.${e.getAttribute("class") ?? ""}`;
        tight.push(`${name(box)}: ${name(items[at])} and ${name(item)} ${isBelow ? "above each other" : "side by side"} with ${(isBelow ? y : x).toFixed(1)} px`);
      }
    });
  }
  return [...new Set(tight)];
}
