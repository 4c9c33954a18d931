// Questions made of what the index of a built site holds.
import { readdir, readFile } from "node:fs/promises";
import path from "node:path";
import vm from "node:vm";
import { SITE_DIR } from "./site.mjs";

/** The content of one file of the index. */
async function read(file) {
  let content;
  vm.runInNewContext(await readFile(file, "utf8"), { gongkaiSearch: (name, given) => { content = given; } });
  return content;
}

/** Every entry of the index, in its order. */
export async function readEntries() {
  const packs = (await readdir(path.join(SITE_DIR, "search/p"))).sort((a, b) => parseInt(a, 10) - parseInt(b, 10));
  const contents = await Promise.all(packs.map((pack) => read(path.join(SITE_DIR, "search/p", pack))));
  return contents.flat();
}

/** Traditional characters by the simplified ones that they are searched as. */
async function readTraditional() {
  const pairs = Array.from(await read(path.join(SITE_DIR, "search/traditional.js")));
  const found = new Map();
  for (let at = 0; at < pairs.length; at += 2) found.set(pairs[at + 1], pairs[at]);
  return found;
}

/** Numbers that look random and are the same in every run. */
export function dice(seed) {
  let state = seed;
  const next = () => {
    state = (state + 0x6d2b79f5) | 0;
    let t = Math.imul(state ^ (state >>> 15), 1 | state);
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t;
    return ((t ^ (t >>> 14)) >>> 0) / 4294967296;
  };
  const below = (n) => Math.floor(next() * n);
  return { below, pick: (list) => list[below(list.length)] };
}

const wide = (text) => text.replace(/[!-~]/g, (c) => String.fromCharCode(c.charCodeAt(0) + 0xfee0));

/** `count` questions of every kind, each `{kind, text}`; none holds a line end. */
export async function questions(entries, count, seed) {
  const { below, pick } = dice(seed);
  const traditional = await readTraditional();
  const numbered = entries.filter((entry) => entry.n && entry.i);
  const texts = entries.filter((entry) => entry.x);
  const pieceOf = (text, length) => {
    const chars = Array.from(text);
    const at = below(Math.max(1, chars.length - length + 1));
    return chars.slice(at, at + length).join("");
  };
  const line = () => pick(pick(texts).x.split("\n"));
  const piece = (least, most) => pieceOf(pick([line, line, line, () => pick(entries).t])(), least + below(most - least + 1));
  const kinds = {
    "piece of 1 to 8": () => piece(1, 8),
    "one character": () => piece(1, 1),
    "long piece": () => piece(9, 70),
    "title": () => pick(entries).t,
    "number in other brackets": () => {
      const [open, close] = pick(["[]", "（）", "()", "【】", "［］", "〔〕"]);
      const number = pick(numbered).n.replace("〔", open).replace("〕", close);
      return pick([number, wide(number), pieceOf(number, 3 + below(8))]);
    },
    "index number": () => pick([pick(numbered).i, pieceOf(pick(numbered).i, 6)]),
    "two terms of one page": () => {
      const lines = pick(texts).x.split("\n");
      return `${pieceOf(pick(lines), 1 + below(4))} ${pieceOf(pick(lines), 1 + below(4))}`;
    },
    "terms of two pages": () => [piece(1, 3), piece(1, 3), ...(below(2) ? [piece(1, 2)] : [])].join(pick([" ", "　", "  "])),
    "phrase": () => {
      const [open, close] = pick(["“”", "\"\"", "„‟"]);
      return `${open}${piece(4, 14)}${close}${pick(["", ` ${piece(1, 3)}`, piece(1, 3)])}`;
    },
    "quote not closed": () => `${piece(2, 4)}“${piece(2, 4)}`,
    "traditional": () => Array.from(piece(3, 12)).map((c) => traditional.get(c) ?? c).join(""),
    "punctuation": () => pick(["，", "。", "、", "：", "（", "《", "》", "-", "%", "/", "）（", "，。", "“”", "《》", ")，", "；", " ", "——", "..", "?"]),
    "other widths": () => wide(piece(2, 8)).toUpperCase(),
    "hidden characters": () => Array.from(piece(2, 5)).join(pick(["\u200b", "\u00ad", "\ufeff"])),
    "nowhere": () => Array.from(piece(4, 8)).reverse().join(""),
  };
  const names = Object.keys(kinds);
  return Array.from({ length: count }, (_, at) => {
    const kind = names[at % names.length];
    return { kind, text: kinds[kind]().replace(/\n/g, " ") };
  });
}
