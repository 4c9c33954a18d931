/* 检索：在浏览器里查 search/ 下的静态索引，用到哪片载入哪片。
   上半是引擎，与生成程序里的一样，同一问得同样的结果；下半是检索页。
   没有 import 和 export：也作普通脚本载入（见 site.js）。
   索引文件各是一次调用 gongkaiSearch("名字", 内容)，内容是 JSON；格式见生成程序 src/index/mod.rs。 */
(() => {
  "use strict";

  /* —— 文字归一：半角、小写，括号、引号、横线各归一种。一个字符换一个字符，位置不变 —— */

  const ODD = /[\t\v\f\r\x85\xa0\u1680\u2000-\u200a\u2028\u2029\u202f\u205f\u3000A-Z[\]{}〔〕【】〖〗﹝﹞“”„‟‘’‚‛\u2010-\u2015\u2212\uff01-\uff5e]/g;
  const HIDDEN = /[\0-\x08\x0b\x0c\x0e-\x1f\x7f\xad\u200b-\u200f\u2060-\u2064\ufeff]/g;

  const plain = (c) => {
    const code = c.charCodeAt(0);
    if (code > 0x40 && code < 0x5b) return c.toLowerCase();
    if (code >= 0xff01 && code <= 0xff5e) return fold(String.fromCharCode(code - 0xfee0));
    if ("[{〔【〖﹝".includes(c)) return "(";
    if ("]}〕】〗﹞".includes(c)) return ")";
    if ("“”„‟".includes(c)) return '"';
    if ("‘’‚‛".includes(c)) return "'";
    return (code >= 0x2010 && code <= 0x2015) || code === 0x2212 ? "-" : " ";
  };
  const fold = (text) => text.replace(ODD, plain);
  const bare = (folded) => folded.replace(/[ "\n]/g, "");

  /* —— 检索词 —— */

  const MOST_TERMS = 16, MOST_CHARS = 200, MOST_TOKENS = 8, FIGURES = 4, FEW = 4;

  /* 空格隔开的词须同时出现；引号里的是一个词，没有配对的引号不算。 */
  const parse = (text, simple) => {
    const shown = Array.from(text.replace(HIDDEN, "")).slice(0, MOST_CHARS).join("");
    let folded = fold(shown);
    if (simple) folded = folded.replace(/[\u4e00-\u9fff]/g, (c) => simple.get(c) || c);
    folded = folded.replace(/\n/g, " ");
    const terms = [], parts = folded.split('"');
    parts.forEach((part, number) => {
      const words = part.split(" ").filter(Boolean);
      const isPhrase = number % 2 === 1 && number < parts.length - 1;
      (isPhrase ? [words.join(" ")] : words).forEach((term) => {
        if (term && !terms.includes(term) && terms.length < MOST_TERMS) terms.push(term);
      });
    });
    return { terms, whole: bare(folded) };
  };

  const SOLID = /[^ ]/, LETTER = /[0-9a-z\u3007\u00c0-\u024f\u3400-\u4dbf\u4e00-\u9fff\u{20000}-\u{3ffff}]/u;

  const FIGURE = /^[0-9a-z]$/;

  const reach = (chars, at, test) => {
    let size = 0;
    while (at + size < chars.length && test.test(chars[at + size])) size++;
    return size;
  };
  const steps = (size, length, step) => {
    const places = [];
    for (let at = 0; at < size - length; at += step) places.push(at);
    return places.concat(size - length);
  };

  /* 一个词要查的记号，以及“记号齐全”是否就等于“含有这个词”。数字、字母每四个一组，别的每两个一组。 */
  const tokensOf = (term) => {
    const chars = Array.from(term), chosen = [];
    for (let at = 0; at < chars.length;) {
      let size = reach(chars, at, FIGURE);
      if (size >= FIGURES) {
        steps(size, FIGURES, FIGURES).forEach((from) => chosen.push([at + from, FIGURES]));
        at += size;
        continue;
      }
      size = reach(chars, at, SOLID);
      for (let from = 1; from < size; from++) if (reach(chars, at + from, FIGURE) >= FIGURES) { size = from; break; }
      if (size > 1) {
        steps(size, 2, size <= 5 ? 1 : 2).forEach((from) => chosen.push([at + from, 2]));
        at += size;
      } else {
        if (chars[at] !== " ") chosen.push([at, 1]);
        at++;
      }
    }
    const most = Math.min(chosen.length, MOST_TOKENS), found = new Set();
    for (let number = 0; number < most; number++) {
      const [from, length] = chosen[most > 1 ? Math.floor((number * (chosen.length - 1)) / (most - 1)) : 0];
      found.add(chars.slice(from, from + length).join(""));
    }
    const tokens = Array.from(found);
    /* 长的词先只查一部分；仍嫌太多，再查其余的。 */
    const pairs = chars.slice(1).map((c, at) => [chars[at], c]).filter((pair) => !pair.includes(" "));
    const rest = chosen.map(([from, length]) => chars.slice(from, from + length));
    const others = pairs.concat(rest).map((piece) => piece.join("")).filter((token) => !found.has(token));
    return { tokens, others, isExact: tokens.length === 1 && tokens[0] === term };
  };

  /* —— 散列与读码 —— */

  const hash = (token) => {
    let sum = 0x811c9dc5;
    for (let at = 0; at < token.length; at++) {
      const unit = token.charCodeAt(at);
      sum = Math.imul(sum ^ (unit & 0xff), 0x01000193);
      sum = Math.imul(sum ^ (unit >>> 8), 0x01000193);
    }
    sum = Math.imul(sum ^ (sum >>> 16), 0x85ebca6b);
    sum = Math.imul(sum ^ (sum >>> 13), 0xc2b2ae35);
    return (sum ^ (sum >>> 16)) >>> 0;
  };

  const wholeToken = (whole) => "=" + (hash(whole) & 0xffffff).toString(16);

  const SIGNS = 93, ONE = 61, LEADS = 30, THREE = ONE + LEADS * SIGNS, FIVE = THREE + SIGNS * SIGNS;

  const DAMAGED = "damaged";
  const value = (text, at) => {
    const code = text.charCodeAt(at);
    if (!(code >= 0x20 && code < 0x7f) || code === 0x22 || code === 0x5c) throw DAMAGED;
    return code - 0x20 - (code > 0x22 ? 1 : 0) - (code > 0x5c ? 1 : 0);
  };
  const numbers = (text) => {
    const found = [];
    for (let at = 0; at < text.length;) {
      const first = value(text, at++);
      let count = 0, sum = 0, base = first;
      if (first === ONE + LEADS + 1) { count = 4; base = FIVE; }
      else if (first === ONE + LEADS) { count = 2; base = THREE; }
      else if (first >= ONE) { count = 1; base = ONE + (first - ONE) * SIGNS; }
      for (; count; count--) sum = sum * SIGNS + value(text, at++);
      found.push(base + sum);
    }
    return found;
  };

  /* 一位记一个编号，每个字符六位。 */
  const places = (text) => {
    const found = [];
    for (let at = 0; at < text.length; at++) {
      const bits = value(text, at);
      for (let bit = 0; bits >> bit; bit++) if ((bits >> bit) & 1) found.push(at * 6 + bit);
    }
    return found;
  };

  /* 记号的出处：按编号从小到大，每项是 编号 × 4 + 层次（1 标题和号，2 概述和小标题，3 正文）。 */
  const distances = (text) => {
    let next = 0;
    return numbers(text).map((number) => {
      const entry = next + Math.floor(number / 3);
      next = entry + 1;
      return entry * 4 + (number % 3) + 1;
    });
  };
  const postings = (signs, entries) => {
    let list = [];
    if (typeof signs === "string") list = distances(signs);
    else {
      const better = distances(signs[1]);
      let at = 0;
      list = places(signs[0]).map((entry) => (at < better.length && better[at] >> 2 === entry ? better[at++] : entry * 4 + 3));
      if (at < better.length) throw DAMAGED;
    }
    if (list.length && list[list.length - 1] >> 2 >= entries) throw DAMAGED;
    return list;
  };
  /* 一个编号在出处里的那一项；不在其中是 -1。 */
  const postingIn = (list, entry) => {
    let low = 0, high = list.length;
    while (low < high) {
      const middle = (low + high) >> 1;
      if (list[middle] >> 2 < entry) low = middle + 1; else high = middle;
    }
    return low < list.length && list[low] >> 2 === entry ? list[low] : -1;
  };

  /* —— 一份信息里的文字 —— */

  /* 归一后的各段：题名、文号、索引号、机构、主题词、概述、正文。写成繁体的另有一份简体（s）。 */
  const foldedOf = (entry) => {
    if (!entry.folded) {
      const raw = entry.s || [entry.t, entry.n, entry.i, entry.o, entry.k, entry.a, entry.x];
      entry.folded = raw.map((text) => fold(text || ""));
      const [t, n, i, o, k, a, x] = entry.folded, high = [a], low = [o, k];
      x.split("\n").forEach((line, at) => ((entry.h || []).includes(at) ? high : low).push(line));
      entry.tiers = ["", [t, n, i].join("\n"), high.join("\n"), low.join("\n")];
    }
    return entry.folded;
  };
  /* 0 整句就是题名或号，1 词在题名或号里，2 在概述或小标题里，3 在正文里，4 没有。 */
  const tierOf = (entry, query) => {
    const folded = foldedOf(entry);
    const worst = query.terms.reduce((worst, term) => {
      let tier = 1;
      while (tier < 4 && !entry.tiers[tier].includes(term)) tier++;
      return Math.max(worst, tier);
    }, query.terms.length ? 0 : 3);
    if (worst === 4) return 4;
    return query.whole && folded.slice(0, 3).some((text) => bare(text) === query.whole) ? 0 : worst;
  };

  const BEFORE = 24, LENGTH = 96;
  /* 正文里第一次说到的地方，前后各带几个字；第二项是它归一后的样子，供标出检索词。 */
  const excerptOf = (entry, terms) => {
    const folded = foldedOf(entry);
    const lines = (entry.x || "").split("\n"), plainLines = folded[6].split("\n");
    let line = entry.a || "", low = folded[5], at = 0;
    const find = (text) => terms.map((term) => text.indexOf(term)).filter((place) => place >= 0);
    const row = plainLines.findIndex((text) => find(text).length > 0);
    if (row >= 0) [line, low] = [lines[row], plainLines[row]];
    const places = find(low);
    if (places.length) at = Array.from(low.slice(0, Math.min(...places))).length;
    const start = Math.max(0, at - BEFORE);
    return [line, low].map((text) => {
      const chars = Array.from(text);
      return (start ? "…" : "") + chars.slice(start, start + LENGTH).join("") + (chars.length > start + LENGTH ? "…" : "");
    });
  };

  /* —— 引擎。load(名字, 路径, 版本) 给出一个索引文件的内容，给不出就 reject —— */

  const pathOf = (name) => {
    const number = /^[sp](\d+)$/.exec(name);
    return "search/" + (number ? name[0] + "/" + number[1].padStart(4, "0") : name) + ".js";
  };
  const trouble = (kind, name) => Object.assign(new Error(kind + " " + pathOf(name)), { kind, path: pathOf(name) });

  const open = (load) => {
    const files = new Map();
    const file = (name, version, read) => {
      if (!files.has(name)) {
        const made = load(name, pathOf(name), version).then((content) => {
          try { return read(content); } catch (e) { throw e.kind ? e : trouble(DAMAGED, name); }
        });
        files.set(name, made);
        made.catch(() => { if (files.get(name) === made) files.delete(name); });
      }
      return files.get(name);
    };
    const manifest = () => file("index", "", (content) => {
      if (content.version !== 1) throw trouble("version", "index");
      const starts = [];
      let next = 0;
      /* 一包几份，这样的包连着有几个。 */
      const runs = numbers(content.packs);
      for (let at = 0; at < runs.length; at += 2) {
        const size = runs[at], end = next + size * runs[at + 1];
        if (!(size && end <= content.entries)) throw DAMAGED;
        for (; next < end; next += size) starts.push(next);
      }
      if (next !== content.entries || !(content.bits <= 24)) throw DAMAGED;
      /* 检索词里有繁体，才值得载入对照表。 */
      const traditional = new Set(places(content.traditional));
      return Object.assign({}, content, { starts, traditional });
    });
    const table = (version) => file("traditional", version, (content) => {
      const simple = new Map();
      for (let at = 0; at < content.length; at += 2) simple.set(content[at], content[at + 1]);
      return simple;
    });

    /* 结果 from … from + count；most 是大致翻看多少个字，翻够了还不够数就先停下（isPart），一条也没有时多翻一半。 */
    const search = async (text, options) => {
      const { facets = {}, byDate = false, from = 0, count = 10, most = Infinity } = options || {};
      const index = await manifest();
      const isOdd = Array.from(text).some((c) => index.traditional.has(c.charCodeAt(0) - 0x4e00));
      const query = parse(text, isOdd ? await table(index.stamp) : null);
      const limits = Object.keys(facets).filter((letter) => facets[letter]);
      const nothing = { hits: [], total: 0, isExact: true, isPart: false, hasMore: false, query, absent: [] };
      if (!query.terms.length && !limits.length) return nothing;

      const lists = new Map();
      const list = async (token) => {
        if (lists.has(token)) return;
        const name = "s" + (index.bits ? hash(token) >>> (32 - index.bits) : 0);
        const shard = await file(name, index.stamp, (content) => new Map(Object.entries(content)));
        try { lists.set(token, shard.has(token) ? postings(shard.get(token), index.entries) : []); }
        catch (e) { throw trouble(DAMAGED, name); }
      };
      const asked = query.terms.map(tokensOf);
      const ranked = [].concat(...asked.map((term) => term.tokens));
      const filters = limits.map((letter) => "@" + letter + facets[letter]);
      const whole = query.terms.length && query.whole ? wholeToken(query.whole) : "";
      await Promise.all(ranked.concat(filters, whole || []).map(list));
      const absent = query.terms.filter((term, at) => asked[at].tokens.some((token) => !lists.get(token).length));

      /* 每一份可能的信息，连同它最好的层次；真的层次只会更差。 */
      const all = ranked.map((token) => lists.get(token)).concat(filters.map((token) => lists.get(token).map((posting) => posting & ~3)));
      all.sort((a, b) => a.length - b.length);
      const meet = (list, other) => {
        const met = [];
        list.forEach((posting) => {
          const found = postingIn(other, posting >> 2);
          if (found >= 0) met.push(Math.max(posting, found));
        });
        return met;
      };
      let candidates = all.reduce(meet);
      const isExact = asked.every((term) => term.isExact);
      const others = Array.from(new Set([].concat(...asked.map((term) => term.others))));
      for (let isUseful = true; isUseful && candidates.length > FEW && others.length;) {
        const more = [0, 1, 2].map((third) => others.splice(Math.floor((others.length * third) / 3), 1)[0]).filter(Boolean);
        await Promise.all(more.map(list));
        const rest = more.map((token) => lists.get(token)).reduce(meet, candidates);
        isUseful = rest.length < candidates.length * 0.8;
        candidates = rest;
      }
      const wholes = whole ? lists.get(whole) : [];
      const waiting = [[], [], [], []];
      let left = candidates.length;
      candidates.forEach((posting) => {
        const entry = posting >> 2, isWhole = wholes.length && postingIn(wholes, entry) >= 0;
        waiting[byDate || isWhole ? 0 : query.terms.length ? posting & 3 : 3].push(entry * 2);
      });

      /* 从好到差、从新到旧翻开原文核对，够数为止。 */
      const packs = new Map(), hits = [];
      const packOf = (entry) => {
        let at = index.starts.length;
        while (index.starts[at - 1] > entry) at--;
        return index.starts[at - 1];
      };
      const entryOf = async (entry) => {
        const start = packOf(entry), name = "p" + start;
        const pack = await file(name, index.stamp, (list) => ({ list, size: JSON.stringify(list).length }));
        packs.set(start, pack.size);
        if (!pack.list[entry - start]) throw trouble(DAMAGED, name);
        return pack.list[entry - start];
      };
      const wanted = count + (isExact ? 0 : 1);
      let seen = 0, isPart = false, ahead = 0;
      for (let tier = 0; tier < 4 && hits.length < wanted && !isPart; tier++) {
        const row = waiting[tier].sort((a, b) => a - b);
        const isCertain = isExact && (byDate || tier > 0);
        while (row.length && hits.length < wanted) {
          if (isCertain && seen < from) {
            const skipped = Math.min(from - seen, row.length);
            row.length -= skipped;
            seen += skipped;
            left -= skipped;
            continue;
          }
          const read = Array.from(packs.values()).reduce((sum, size) => sum + size, 0);
          const room = (hits.length ? most : most * 1.5) - read;
          if (room < 0) { isPart = true; break; }
          /* 一次要齐眼前缺的几份；一份份落空时，逐次多要一些，但不多过还可以翻看的。 */
          const fit = packs.size ? Math.ceil((room * packs.size) / read) : 16;
          const size = Math.min(Math.max(wanted - hits.length, ahead), Math.max(wanted, 16), fit || 1);
          ahead = size * 2;
          const next = row.slice(-size);
          const entries = new Map();
          await Promise.all(next.map(async (place) => entries.set(place, await entryOf(place >> 1))));
          for (; next.length && hits.length < wanted; next.pop()) {
            const place = row.pop(), entry = entries.get(place);
            const real = tierOf(entry, query);
            if (real === 4) { left--; continue; }
            if (!(place & 1) && !byDate && real > tier) { waiting[real].push(place | 1); continue; }
            left--;
            seen++;
            if (seen > from) hits.push({ number: place >> 1, entry, score: 4 - real });
          }
        }
      }
      return Object.assign(nothing, {
        total: seen + left, isExact: isExact || !left, isPart, absent,
        hasMore: hits.length > count || left > 0, left, hits: hits.slice(0, count),
      });
    };

    return { search, forget: () => files.clear(), manifest };
  };

  /* —— 索引文件 —— */

  const expected = new Map();
  const gongkaiSearch = (name, content) => expected.get(name)(content);
  gongkaiSearch.excerpt = (entry, query) => excerptOf(entry, query.terms)[0];
  window.gongkaiSearch = gongkaiSearch;

  const el = (id) => document.getElementById(id);
  const input = el("q"), form = input && input.form, isOwn = el("find");
  if (!form) return;
  const root = form.getAttribute("data-root") || "";
  const isFile = location.protocol === "file:";
  const FRESH = 300000;
  let retries = 0, since = Date.now();

  /* file:// 下只许作脚本。 */
  const engine = open((name, path, version) => new Promise((resolve, reject) => {
    const address = root + path + "?v=" + (version || Math.floor(Date.now() / 60000)) + (retries ? "&r=" + retries : "");
    let content;
    const end = (kind) => (content === undefined ? reject(trouble(kind, name)) : resolve(content));
    setTimeout(end, 30000, "slow");
    if (isFile) {
      const script = document.createElement("script");
      expected.set(name, (given) => { content = given; });
      script.onload = () => end(DAMAGED);
      script.onerror = () => end("missing");
      script.src = address;
      document.head.appendChild(script);
      return;
    }
    const ask = new XMLHttpRequest();
    ask.onloadend = () => {
      const text = ask.responseText, start = 'gongkaiSearch("' + name + '",';
      if (ask.status !== 200) end("missing");
      try { if (text.startsWith(start)) content = JSON.parse(text.slice(start.length, text.lastIndexOf(")"))); } catch (e) { /* 坏了 */ }
      end(DAMAGED);
    };
    ask.open("GET", address);
    ask.send();
  }));

  gongkaiSearch.find = engine.search;

  /* 网站更新以后，索引也换了：隔几分钟重读一次清单；出错时先看是不是换了，换了就再查一遍。 */
  const refreshed = async () => {
    const old = (await engine.manifest().catch(() => ({}))).stamp;
    engine.forget();
    retries++;
    return old !== undefined && (await engine.manifest()).stamp !== old;
  };
  const search = async (words, options) => {
    if (Date.now() - since > FRESH) engine.forget();
    try {
      const found = await engine.search(words, options);
      if (Date.now() - since > FRESH) since = Date.now();
      return found;
    } catch (error) {
      if (error.kind === "version" || !(await refreshed().catch(() => false))) throw error;
      return engine.search(words, options);
    }
  };

  const PAGE = 10, MOST = 36000, KEY = "gongkai-found";
  let typing, isComposing = false;
  const onTyping = (wait, run) => {
    const later = () => { clearTimeout(typing); typing = setTimeout(run, wait); };
    input.addEventListener("compositionstart", () => { isComposing = true; clearTimeout(typing); });
    input.addEventListener("compositionend", () => { isComposing = false; later(); });
    input.addEventListener("input", (e) => { if (!isComposing && !e.isComposing) later(); });
  };
  const wordsOf = () => input.value.trim();

  /* —— 别的页面：边输入边查，查得的交给检索页，到了就有结果 —— */

  if (!isOwn) {
    const ahead = async () => {
      const words = wordsOf();
      try {
        const found = await search(words, { count: PAGE, most: MOST });
        const address = new URL(form.action).pathname + "?q=" + encodeURIComponent(words);
        const bare = (key, value) => (/^(folded|tiers)$/.test(key) ? undefined : value);
        if (words === wordsOf()) sessionStorage.setItem(KEY, JSON.stringify({ address, at: Date.now(), found }, bare));
      } catch (e) { /* 到检索页再查 */ }
    };
    onTyping(150, ahead);
    ahead();
    return;
  }
  let given;
  try {
    given = JSON.parse(sessionStorage.getItem(KEY));
    sessionStorage.removeItem(KEY);
  } catch (e) { /* 不许存储 */ }
  /* 不等页面准备好就去取清单。 */
  if (!given) engine.manifest().catch(() => {});
  given = given || {};

  /* —— 检索页 —— */

  const told = el("told"), out = el("out"), turn = el("turn"), help = el("help");
  const fail = el("fail"), heading = el("hits"), narrow = el("narrow"), order = el("order"), limits = el("limits");
  const selects = { o: el("fo"), t: el("ft"), c: el("fc"), y: el("fy"), v: el("fv") };
  const letters = Object.keys(selects).filter((letter) => selects[letter]);
  const title = document.title;
  let page = 1, most = MOST, question = 0, patience;

  const make = (tag, name, text) => {
    const node = document.createElement(tag);
    if (name) node.className = name;
    if (text) node.textContent = text;
    return node;
  };
  const empty = (node) => { node.textContent = ""; };
  const limited = () => letters.filter((letter) => selects[letter].value);
  const isByDate = () => el("sd").checked;

  /* 用文本节点和 <mark> 写出文字，不经过 HTML。 */
  const mark = (node, text, low, terms) => {
    let at = 0;
    while (at < text.length) {
      let best = -1, size = 0;
      terms.forEach((term) => {
        const place = low.indexOf(term, at);
        if (place >= 0 && (best < 0 || place < best || (place === best && term.length > size))) [best, size] = [place, term.length];
      });
      if (best < 0) break;
      node.append(text.slice(at, best), make("mark", "", text.slice(best, best + size)));
      at = best + size;
    }
    node.append(text.slice(at));
    return node;
  };

  const KEYS = { "有效": "valid", "已修改": "amended", "失效": "expired", "废止": "repealed" };

  const item = (entry, terms) => {
    const [t, n, i, o, k] = foldedOf(entry), li = make("li"), head = make("h3"), link = make("a"), line = make("p", "ln");
    link.href = root + entry.u;
    head.appendChild(mark(link, entry.t, t, terms));
    li.appendChild(head);
    if (entry.v) li.appendChild(make("span", "v " + (KEYS[entry.v] || "valid"), entry.v));
    else if (!entry.d) li.appendChild(make("span", "tag", "栏目"));
    const [text, low] = excerptOf(entry, terms);
    /* 机构、索引号、主题词：别处看不到检索词，才写出来。 */
    const unseen = terms.filter((term) => ![t, n, low].some((shown) => shown.includes(term)));
    const has = (folded) => unseen.some((term) => folded.includes(term));
    if (text) li.appendChild(mark(make("p", "ab"), text, low, terms));
    const note = (label, value, folded) => {
      const span = make("span", "", label);
      line.appendChild(mark(span, value, folded, terms));
    };
    if (entry.n) note("", entry.n, n);
    if (entry.d) {
      const time = make("time", "", entry.d);
      time.setAttribute("datetime", entry.d);
      line.appendChild(time);
    }
    if (entry.c && entry.c !== entry.t) note("", entry.c, "");
    /* 只有一个发布机构时不必条条都写。 */
    if (entry.o && (has(o) || (selects.o && selects.o.options.length > 2))) note("", entry.o, o);
    if (entry.i && has(i)) note("索引号 ", entry.i, i);
    if (entry.k && has(k)) note("主题词 ", entry.k, k);
    if (line.firstChild) li.appendChild(line);
    return li;
  };

  /* —— 地址：检索词、限定、排序、页码都在里面，可以收藏、转发、后退 —— */

  const addressOf = (number, words) => {
    const parts = [];
    const add = (key, text) => { if (text) parts.push(key + "=" + encodeURIComponent(text)); };
    /* 半个字符写不进地址。 */
    add("q", words === undefined ? Array.from(wordsOf()).filter((c) => !/^[\ud800-\udfff]$/.test(c)).join("") : words);
    letters.forEach((letter) => add(letter, selects[letter].value));
    if (isByDate()) add("sort", "date");
    if (number > 1) add("p", String(number));
    return location.pathname + (parts.length ? "?" + parts.join("&") : "");
  };
  const remember = (isNew) => {
    if (isFile || !history.replaceState) return;
    const address = addressOf(page);
    if (address === location.pathname + location.search) return;
    try { history[isNew ? "pushState" : "replaceState"](null, "", address); } catch (e) { /* 地址改不了不影响检索 */ }
  };
  const recall = () => {
    const given = new URLSearchParams(location.search);
    input.value = given.get("q") || "";
    page = Math.max(1, parseInt(given.get("p"), 10) || 1);
    el(given.get("sort") === "date" ? "sd" : "sr").checked = true;
    letters.forEach((letter) => {
      const value = given.get(letter) || "", select = selects[letter];
      /* 别处给的限定不在选项里，也要让人看得见。 */
      if (value && !Array.from(select.options).some((option) => option.value === value)) select.appendChild(new Option(value, value));
      select.value = value;
    });
  };

  /* —— 显示 —— */

  const clear = () => {
    clearTimeout(patience);
    [out, turn, fail].forEach(empty);
    out.removeAttribute("aria-busy");
    turn.hidden = help.hidden = fail.hidden = order.hidden = true;
  };
  const show = (text) => { if (told.textContent !== text) told.textContent = text; };
  const button = (label, run) => {
    const node = make("button", "btn line", label);
    node.type = "button";
    node.addEventListener("click", run);
    return node;
  };
  const turner = (label, rel, number, isOn) => {
    if (!isOn) return make("span", "off", label);
    const link = make("a", "", label);
    link.href = addressOf(number);
    link.rel = rel;
    link.addEventListener("click", (e) => {
      if (e.ctrlKey || e.metaKey || e.shiftKey || e.button) return;
      e.preventDefault();
      page = number;
      run({ isNew: true, toTop: true });
    });
    return link;
  };
  /* 浏览器自己的写法，头一次要装载半天。 */
  const grouped = (number) => String(number).replace(/\B(?=(\d{3})+$)/g, ",");
  const quoted = (text) => {
    const chars = Array.from(text), shown = chars.length > 30 ? chars.slice(0, 30).join("") + "…" : text;
    return fold(text).includes('"') ? shown : "“" + shown + "”";
  };

  const advise = (found, words) => {
    const { terms } = found.query;
    const list = el("advice");
    empty(list);
    const add = (text) => list.appendChild(make("li", "", text));
    if (found.absent.length) add("公开的信息里没有出现过" + found.absent.map(quoted).join("、") + "，请核对是否写错，或者换一种说法；");
    else if (terms.length > 1) add("有的词出现过，但没有一份信息同时含有它们，请减少检索词；");
    const present = terms.filter((term) => !found.absent.includes(term));
    if (terms.length > 1 && present.length) {
      const li = add("单独查：");
      present.slice(0, 5).forEach((term) => {
        const link = make("a", "", term);
        link.href = addressOf(1, /[ ]/.test(term) ? '"' + term + '"' : term);
        li.appendChild(link);
      });
    } else if (Array.from(words).length > 4) add("换一个更短的词，例如只写“低保”；");
    if (/\d/.test(words)) add("检索文号时核对年份和序号，例如“〔2026〕3号”；");
    el("wipe").parentNode.hidden = !limited().length;
    help.hidden = false;
  };

  const draw = (found, words) => {
    clear();
    const { terms } = found.query, isOdd = terms.length && !terms.some((term) => Array.from(term).some((c) => LETTER.test(c)));
    const place = "第 " + page + " 页" + (found.isExact ? "，共 " + Math.ceil(found.total / PAGE) + " 页" : "");
    let text = (found.total && !found.isExact ? "找到约 " : "找到 ") + grouped(found.total) + " 条";
    if (found.isPart) {
      text = found.hits.length ? "已找到 " + ((page - 1) * PAGE + found.hits.length) + " 条" : "还没有找到";
      text += "，有 " + grouped(found.left) + " 份可能符合的信息尚未查看";
    }
    if (words) text = "检索" + quoted(words) + "，" + text;
    if (page > 1 || (found.hasMore && !found.isPart)) text += "，" + place;
    text += "。";
    if (isOdd) text += "检索词里只有标点，加上文字或数字会准一些。";
    show(text);
    found.hits.forEach((hit) => out.appendChild(item(hit.entry, terms)));
    out.start = (page - 1) * PAGE + 1;
    if (found.isPart) {
      turn.appendChild(button("继续查找", () => { most *= 2; run({ keep: true }); }));
      turn.hidden = false;
    } else if (page > 1 || found.hasMore) {
      turn.appendChild(turner("上一页", "prev", page - 1, page > 1));
      turn.appendChild(make("p", "", place));
      turn.appendChild(turner("下一页", "next", page + 1, found.hasMore));
      turn.hidden = false;
    }
    order.hidden = found.total < 2;
    if (!found.total) advise(found, words);
  };

  const REASONS = {
    missing: "没能载入，可能是网络中断，或者网站正在更新",
    slow: "迟迟没有载入，可能是网络太慢",
    damaged: "内容不完整，可能是没有下载完",
    version: "与本页的脚本版本不一致，请刷新页面",
  };
  const complain = (error) => {
    clear();
    show("检索没有完成。");
    const text = error.kind ? "检索文件 " + error.path + " " + REASONS[error.kind] : "检索程序出错（" + error.message + "）";
    fail.appendChild(make("p", "", text + "。这不表示没有您要找的信息。"));
    fail.appendChild(button("重试", () => {
      retries++;
      engine.forget();
      heading.focus();
      run({ keep: true });
    }));
    fail.hidden = false;
  };

  /* isNew：在历史里另记一条；toTop：焦点移到结果标题；keep：接着查。 */
  const run = async ({ isNew, toTop, keep } = {}) => {
    clearTimeout(typing);
    const words = wordsOf(), own = ++question, limiting = limited();
    if (!keep) most = MOST;
    remember(isNew);
    document.title = words ? quoted(words) + "_" + title : title;
    letters.forEach((letter) => selects[letter].classList.toggle("on", limiting.includes(letter)));
    limits.textContent = limiting.length ? "（已限定 " + limiting.length + " 项）" : "";
    el("wide").hidden = !limiting.length;
    if (toTop) { heading.focus(); heading.scrollIntoView(); }
    const facets = {};
    limiting.forEach((letter) => { facets[letter] = selects[letter].value; });
    out.setAttribute("aria-busy", "true");
    clearTimeout(patience);
    patience = setTimeout(() => show("正在检索……"), 600);
    try {
      const ask = () => search(words, { facets, byDate: isByDate(), from: (page - 1) * PAGE, count: PAGE, most });
      const isGiven = given.address === addressOf(page) && Date.now() - given.at < FRESH;
      let found = isGiven ? given.found : await ask();
      given = {};
      if (own !== question) return;
      /* 页码超过了末页。 */
      if (!found.hits.length && found.total && !found.isPart && page > 1) {
        page = Math.ceil(found.total / PAGE);
        remember(false);
        found = await ask();
        if (own !== question) return;
      }
      if (found.query.terms.length || limiting.length) { draw(found, words); return; }
      clear();
      show(words ? "请输入文字、数字或文号：引号和空格本身不能检索。" : "请输入检索词，或者选择栏目、年份等。");
    } catch (error) {
      if (own === question) complain(error);
    }
  };
  const fresh = (isNew) => { page = 1; run({ isNew }); };
  const widen = () => {
    letters.forEach((letter) => { selects[letter].value = ""; });
    input.focus();
    fresh(true);
  };

  onTyping(450, () => fresh(false));
  form.addEventListener("submit", (e) => { e.preventDefault(); if (!isComposing) fresh(true); });
  letters.forEach((letter) => selects[letter].addEventListener("change", () => fresh(true)));
  order.addEventListener("change", () => fresh(true));
  el("wide").addEventListener("click", widen);
  el("wipe").addEventListener("click", widen);
  window.addEventListener("popstate", () => { recall(); run({ keep: false }); });

  const small = window.matchMedia("(max-width: 43.75rem)");
  const fit = () => { narrow.open = !small.matches || limited().length > 0; narrow.classList.add("fit"); };
  small.addListener(fit);
  recall();
  fit();
  run();
})();
