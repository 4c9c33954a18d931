// What a page is asked about the keyboard, the pointer and its structure.

/** The rules of axe-core for WCAG 2.0, 2.1 and 2.2, A and AA. */
export const WCAG = {
  runOnly: { type: "tag", values: ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"] },
  rules: { "target-size": { enabled: true } },
  resultTypes: ["violations", "incomplete"],
};

/** Puts `access` into a page; runs there, before the scripts of the page. */
export function installChecks() {
  const CONTROLS = "a[href],area[href],button,input:not([type=hidden]),select,textarea,summary,label:has(input)";
  const shown = (element) => element.getClientRects().length > 0 && element.checkVisibility({ visibilityProperty: true, opacityProperty: false });
  const name = (element) => {
    const text = (element.getAttribute("aria-label") ?? element.textContent).trim().replace(/\s+/g, " ").slice(0, 20);
    const place = element.closest("[class]:not(a)") ?? element.parentElement;
    return `${element.tagName.toLowerCase()}${element.id ? `#${element.id}` : ""}${[...element.classList].map((c) => `.${c}`).join("")} “${text}” in ${place.tagName.toLowerCase()}.${place.className}`;
  };
  let reached = new Map(), watching = false;

  const rgba = (color) => {
    const [r, g, b, a = 1] = color.match(/[\d.]+/g).map(Number);
    return { r, g, b, a };
  };
  const luminance = ({ r, g, b }) => {
    const [x, y, z] = [r, g, b].map((v) => (v / 255 <= 0.04045 ? v / 255 / 12.92 : ((v / 255 + 0.055) / 1.055) ** 2.4));
    return 0.2126 * x + 0.7152 * y + 0.0722 * z;
  };
  const contrast = (one, other) => {
    const [light, dark] = [luminance(one), luminance(other)].sort((a, b) => b - a);
    return (light + 0.05) / (dark + 0.05);
  };
  const ground = (element) => {
    for (let e = element; e; e = e.parentElement) {
      const color = rgba(getComputedStyle(e).backgroundColor);
      if (color.a === 1) return color;
    }
    return { r: 255, g: 255, b: 255 };
  };

  /** The sides on which a box is cut off by what it stands in. */
  const cut = (element, box) => {
    const sides = [];
    for (let e = element.parentElement; e && e !== document.body; e = e.parentElement) {
      const style = getComputedStyle(e);
      if (style.overflowX !== "visible" || style.overflowY !== "visible") {
        const hold = e.getBoundingClientRect();
        if (box.left < hold.left - 0.5) sides.push("left");
        if (box.right > hold.right + 0.5) sides.push("right");
        if (box.top < hold.top - 0.5) sides.push("top");
        if (box.bottom > hold.bottom + 0.5) sides.push("bottom");
        if (sides.length) return sides.map((side) => `${side} by ${e.tagName.toLowerCase()}.${e.className}`);
      }
      if (style.position === "fixed") break;
    }
    return [];
  };

  globalThis.access = {
    /** Everything that must be reached with Tab. */
    stops: () => [...document.querySelectorAll(`${CONTROLS},[tabindex]`)].filter((e) => shown(e) && !e.disabled && e.tabIndex >= 0
      // Of a group of radio buttons only the chosen one is a stop; arrow keys reach the others.
      && (e.type !== "radio" || e.checked)),

    /** Puts the keyboard at the top of the page; tells how many stops there should be. */
    start() {
      document.activeElement.blur();
      getSelection().removeAllRanges();
      scrollTo(0, 0);
      // Focus goes on from a point that only a focused element moves.
      const top = document.body.insertBefore(document.createElement("span"), document.body.firstChild);
      top.tabIndex = -1;
      top.focus();
      top.remove();
      reached = new Map();
      if (!watching) addEventListener("keydown", () => access.stop(), true);
      watching = true;
      return access.stops().length;
    },

    /** Looks at what has the focus, before the next key takes it on. */
    stop() {
      const element = document.activeElement, faults = [];
      if (element === document.body || reached.has(element)) return;
      const style = getComputedStyle(element);
      const wide = parseFloat(style.outlineWidth), offset = parseFloat(style.outlineOffset);
      if (style.outlineStyle === "none" || wide < 2) faults.push("no outline");
      else {
        const ratio = contrast(rgba(style.outlineColor), ground(offset < 0 ? element : element.parentElement));
        if (ratio < 3) faults.push(`outline has a contrast of ${ratio.toFixed(1)}`);
      }
      const box = element.getClientRects()[0], reach = Math.max(0, offset + wide);
      const sides = cut(element, { left: box.left - reach, right: box.right + reach, top: box.top - reach, bottom: box.bottom + reach });
      if (sides.length) faults.push(`outline is cut off: ${sides.join(", ")}`);
      const x = (Math.max(box.left, 0) + Math.min(box.right, innerWidth)) / 2, y = (Math.max(box.top, 0) + Math.min(box.bottom, innerHeight)) / 2;
      const top = document.elementFromPoint(x, y);
      if (!top || !(element.contains(top) || top.contains(element))) faults.push(`is hidden by ${top ? name(top) : "the edge of the window"}`);
      reached.set(element, faults.map((fault) => `focus on ${name(element)}: ${fault}`));
    },

    /** What was wrong on the way, and what is not on it. */
    end() {
      access.stop();
      const order = [...reached.keys()];
      const back = order.slice(1).filter((e, i) => order[i].compareDocumentPosition(e) & Node.DOCUMENT_POSITION_PRECEDING);
      return [
        ...[...reached.values()].flat(),
        ...back.map((e) => `Tab goes back to ${name(e)}`),
        ...access.stops().filter((e) => !reached.has(e)).map((e) => `Tab does not reach ${name(e)}`),
      ];
    },

    /** What axe-core finds, and text of which it cannot tell that it is dark enough. */
    async violations(rules) {
      // A shadow that says “there is more” lies behind tables: the darkest it gets, everywhere.
      for (const box of document.querySelectorAll(".table-scroll")) {
        if (getComputedStyle(box).backgroundImage !== "none") box.style.background = "#ccc";
      }
      const { violations, incomplete } = await axe.run(document, rules);
      const tell = (sure) => ({ id, help, nodes }) =>
        nodes.filter((node) => sure || doubtful(node)).map((node) => `${id}: ${help}: ${node.target.join(" ")}: ${(node.failureSummary ?? "").split("\n")[1]?.trim()}`);
      // Where axe-core is in doubt, for example over a single character: by the colour of the nearest ground.
      const doubtful = (node) => {
        const element = document.querySelector(node.target[0]);
        if (element.closest("svg")) return false;
        const { color, fontSize, fontWeight } = getComputedStyle(element), size = parseFloat(fontSize);
        return contrast(rgba(color), ground(element)) < (size >= 24 || (size >= 18.66 && fontWeight >= 700) ? 3 : 4.5);
      };
      return [...violations.flatMap(tell(true)), ...incomplete.filter(({ id }) => id === "color-contrast").flatMap(tell(false)), ...access.drawings()];
    },

    /** Text in drawings that is too pale on the shape that is last drawn below it. */
    drawings() {
      const faults = [];
      for (const svg of document.querySelectorAll("svg:not([aria-hidden])")) {
        const shapes = [];
        for (const element of svg.querySelectorAll("rect,circle,ellipse,polygon,path,text")) {
          const style = getComputedStyle(element), box = element.getBoundingClientRect();
          if (element.localName !== "text") {
            if (style.fill !== "none" && rgba(style.fill).a === 1) shapes.push([box, rgba(style.fill)]);
            continue;
          }
          const x = (box.left + box.right) / 2, y = (box.top + box.bottom) / 2;
          const below = shapes.findLast(([b]) => b.left <= x && x <= b.right && b.top <= y && y <= b.bottom)?.[1] ?? ground(svg);
          const ratio = contrast(rgba(style.fill), below), large = parseFloat(style.fontSize) >= 24;
          if (ratio < (large ? 3 : 4.5)) faults.push(`“${element.textContent.trim()}” in a drawing has a contrast of ${ratio.toFixed(2)}`);
        }
      }
      return faults;
    },

    /** The language, the headings and the tables of a page that is only text yet. */
    structure(html) {
      const tree = new DOMParser().parseFromString(html, "text/html"), faults = [];
      if (tree.documentElement.lang !== "zh-CN") faults.push(`lang is “${tree.documentElement.lang}”`);
      if (!tree.title.trim()) faults.push("no title");
      let before = 0;
      const heads = [...tree.querySelectorAll("main :is(h1,h2,h3,h4,h5,h6),h1")];
      for (const head of heads) {
        const level = Number(head.localName[1]);
        if (level > before + 1 && !(before === 0 && tree.querySelector("h1"))) faults.push(`h${level} after h${before}: ${head.textContent}`);
        if (!head.textContent.trim()) faults.push(`an empty h${level}`);
        before = level;
      }
      const outside = [...tree.querySelectorAll("h1,h2,h3,h4,h5,h6")].filter((head) => !heads.includes(head));
      if (outside.length) faults.push(`headings outside of the text: ${outside.map((h) => h.textContent)}`);
      const ones = heads.filter((head) => head.localName === "h1");
      if (ones.length !== 1 || heads[0] !== ones[0]) faults.push(`${ones.length} h1, the first heading is ${heads[0]?.localName}`);
      for (const table of tree.querySelectorAll("table")) {
        const about = `table “${table.textContent.trim().replace(/\s+/g, " ").slice(0, 20)}”`;
        const labels = (table.getAttribute("aria-labelledby") ?? "").split(" ").filter(Boolean);
        const named = table.caption?.textContent.trim() || table.ariaLabel || (labels.length && labels.every((id) => tree.getElementById(id)?.textContent.trim())) || table.closest('[role="region"][aria-label]');
        if (!named) faults.push(`${about} has no name`);
        const heads = [...table.querySelectorAll("th")];
        if (!heads.length) faults.push(`${about} has no header`);
        for (const head of heads) if (!head.scope) faults.push(`${about}: th without scope: ${head.textContent}`);
        for (const row of table.querySelectorAll("tbody tr")) {
          if (!row.querySelector("th") && !table.querySelector("thead th")) faults.push(`${about}: a row without header: ${row.textContent.trim()}`);
        }
      }
      return faults;
    },

    /** Controls under 44 × 44 px, but for links in running text. */
    small() {
      const text = (node) => [...node.childNodes].map((child) => {
        if (child.nodeType === Node.TEXT_NODE) return child.data;
        return child.nodeType !== Node.ELEMENT_NODE || child.matches(CONTROLS) ? "" : text(child);
      }).join("").trim();
      const running = (element) => {
        if (getComputedStyle(element).display !== "inline") return false;
        let block = element.parentElement;
        while (getComputedStyle(block).display === "inline") block = block.parentElement;
        return text(block) !== "";
      };
      return [...document.querySelectorAll(CONTROLS)]
        .filter((e) => shown(e) && !e.disabled && !running(e))
        // A radio button that shows as its label is aimed at there.
        .map((e) => [e, (e.type === "radio" && e.labels[0] || e).getBoundingClientRect()])
        .filter(([, { width, height }]) => width < 43.9 || height < 43.9)
        .map(([e, { width, height }]) => `${name(e)} is ${width.toFixed(1)} × ${height.toFixed(1)} px`);
    },
  };
}
