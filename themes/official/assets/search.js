/* 检索页脚本：按需载入 search 数据文件（普通脚本，file:// 下也能用），在浏览器里查找。
   数据文件调用 gongkaiSearch.add([{t,u,n,i,d,o,v,c,a}, …])。 */
(function (doc, win) {
  "use strict";
  var records = [], state = "idle", failed = 0;
  var PAGE = 20, page = 1;

  /* 一字对一字地归一：全角变半角、各式括号视同一种、大写变小写。长度不变，便于标出命中处。 */
  function fold(text) {
    var out = "";
    for (var k = 0; k < text.length; k++) {
      var ch = text.charAt(k), code = text.charCodeAt(k);
      if (code >= 0xff01 && code <= 0xff5e) ch = String.fromCharCode(code - 0xfee0);
      else if (code === 0x3000 || code === 0xa0) ch = " ";
      if ("[{〔【〖﹝".indexOf(ch) >= 0) ch = "(";
      else if ("]}〕】〗﹞".indexOf(ch) >= 0) ch = ")";
      var low = ch.toLowerCase();
      out += low.length === 1 ? low : ch;
    }
    return out;
  }

  win.gongkaiSearch = {
    add: function (list) {
      list.forEach(function (r) {
        r.ft = fold(r.t);
        r.fn = fold((r.n || "") + "\n" + (r.i || ""));
        r.fx = fold((r.a || "") + "\n" + (r.o || ""));
        records.push(r);
      });
    }
  };

  function el(id) { return doc.getElementById(id); }
  var form = el("find"), input = el("q"), told = el("told"), out = el("out");
  var turn = el("turn"), help = el("help"), heading = el("hits");
  var facets = { c: el("fc"), y: el("fy"), v: el("fv") };
  var root = form.getAttribute("data-root") || "";
  var files = form.getAttribute("data-files").split(" ").filter(Boolean);
  form.querySelector(".facets").hidden = false;

  function load(then) {
    if (state === "ready") { then(); return; }
    load.then = then;
    if (state === "loading") return;
    state = "loading";
    var left = files.length;
    function done() {
      told.textContent = "正在载入索引，还有 " + left + " 个文件……";
      if (left > 0) return;
      state = "ready";
      load.then();
    }
    files.forEach(function (href) {
      var s = doc.createElement("script");
      s.src = href;
      s.onload = function () { left--; done(); };
      s.onerror = function () { failed++; left--; done(); };
      doc.head.appendChild(s);
    });
    done();
  }

  function terms() {
    return fold(input.value).split(/\s+/).filter(Boolean);
  }

  /* 命中层次：0 全部在标题，1 在标题或文号、索引号，2 其他；不符合返回 -1。 */
  function level(r, words) {
    var worst = 0;
    for (var k = 0; k < words.length; k++) {
      var w = words[k];
      if (r.ft.indexOf(w) >= 0) continue;
      if (r.fn.indexOf(w) >= 0) worst = Math.max(worst, 1);
      else if (r.fx.indexOf(w) >= 0) worst = 2;
      else return -1;
    }
    return worst;
  }

  function find(words) {
    var hits = [];
    records.forEach(function (r, order) {
      if (facets.c.value && r.c !== facets.c.value) return;
      if (facets.y.value && r.d.slice(0, 4) !== facets.y.value) return;
      if (facets.v.value && r.v !== facets.v.value) return;
      var at = level(r, words);
      if (at >= 0) hits.push({ r: r, at: at, order: order });
    });
    hits.sort(function (a, b) {
      return a.at - b.at || (a.r.d < b.r.d ? 1 : a.r.d > b.r.d ? -1 : a.order - b.order);
    });
    return hits;
  }

  /* 用文本节点和 <mark> 写出带标记的文字。 */
  function mark(node, text, words) {
    var low = fold(text), at = 0;
    while (at < text.length) {
      var best = -1, size = 0;
      words.forEach(function (w) {
        var p = low.indexOf(w, at);
        if (p >= 0 && (best < 0 || p < best || (p === best && w.length > size))) { best = p; size = w.length; }
      });
      if (best < 0) break;
      if (best > at) node.appendChild(doc.createTextNode(text.slice(at, best)));
      var m = doc.createElement("mark");
      m.textContent = text.slice(best, best + size);
      node.appendChild(m);
      at = best + size;
    }
    node.appendChild(doc.createTextNode(text.slice(at)));
    return node;
  }

  function make(tag, cls, text) {
    var n = doc.createElement(tag);
    if (cls) n.className = cls;
    if (text) n.textContent = text;
    return n;
  }

  var keys = { "有效": "valid", "已修改": "amended", "失效": "expired", "废止": "repealed" };

  function item(r, words) {
    var li = make("li"), a = make("a"), line = make("p", "ln");
    a.href = root + r.u;
    mark(a, r.t, words);
    li.appendChild(a);
    if (r.n) line.appendChild(mark(make("span"), r.n, words));
    line.appendChild(make("time", "", r.d));
    if (r.v) line.appendChild(make("span", "v " + (keys[r.v] || "valid"), r.v));
    line.appendChild(make("span", "", r.c));
    if (r.i && words.some(function (w) { return fold(r.i).indexOf(w) >= 0; })) {
      line.appendChild(mark(make("span"), "索引号 " + r.i, words));
    }
    li.appendChild(line);
    if (r.a) li.appendChild(mark(make("p", "ab"), r.a, words));
    return li;
  }

  function empty(node) {
    while (node.firstChild) node.removeChild(node.firstChild);
  }

  function limited() { return facets.c.value || facets.y.value || facets.v.value; }

  function address() {
    if (location.protocol === "file:" || !history.replaceState) return;
    var parts = [];
    function put(k, v) { if (v) parts.push(k + "=" + encodeURIComponent(v)); }
    put("q", input.value.trim());
    put("c", facets.c.value);
    put("y", facets.y.value);
    put("v", facets.v.value);
    if (page > 1) put("p", String(page));
    try {
      history.replaceState(null, "", location.pathname + (parts.length ? "?" + parts.join("&") : ""));
    } catch (e) { /* 地址改不了不影响检索 */ }
  }

  function step(label, to, on) {
    var b = make("button", "", label);
    b.type = "button";
    b.disabled = !on;
    b.addEventListener("click", function () {
      page = to;
      draw();
      heading.focus();
      heading.scrollIntoView();
    });
    return b;
  }

  function draw() {
    var words = terms();
    address();
    empty(out);
    empty(turn);
    turn.hidden = true;
    help.hidden = true;
    if (!words.length && !limited()) {
      told.textContent = "请输入检索词，或者选择栏目、年份。";
      return;
    }
    var hits = find(words), last = Math.max(1, Math.ceil(hits.length / PAGE));
    page = Math.min(Math.max(1, page), last);
    var text = hits.length ? "找到 " + hits.length + " 条" : "找到 0 条";
    if (last > 1) text += "，第 " + page + " 页，共 " + last + " 页";
    if (failed) text += "（有 " + failed + " 个索引文件没能载入，结果可能不全）";
    told.textContent = text + "。";
    hits.slice((page - 1) * PAGE, page * PAGE).forEach(function (h) {
      out.appendChild(item(h.r, words));
    });
    out.start = (page - 1) * PAGE + 1;
    help.hidden = hits.length > 0;
    if (last > 1) {
      turn.appendChild(step("上一页", page - 1, page > 1));
      turn.appendChild(make("span", "", "第 " + page + " 页，共 " + last + " 页"));
      turn.appendChild(step("下一页", page + 1, page < last));
      turn.hidden = false;
    }
  }

  function run() {
    if (!terms().length && !limited()) { draw(); return; }
    load(draw);
  }

  function fresh() { page = 1; run(); }

  var timer;
  form.addEventListener("submit", function (e) { e.preventDefault(); clearTimeout(timer); fresh(); });
  input.addEventListener("input", function (e) {
    if (e.isComposing) return;
    clearTimeout(timer);
    timer = setTimeout(fresh, 300);
  });
  input.addEventListener("compositionend", function () { clearTimeout(timer); timer = setTimeout(fresh, 300); });
  [facets.c, facets.y, facets.v].forEach(function (s) { s.addEventListener("change", fresh); });
  el("wipe").addEventListener("click", function () {
    facets.c.value = facets.y.value = facets.v.value = "";
    input.focus();
    fresh();
  });

  /* 从地址取出 ?q=&c=&y=&v=&p= */
  location.search.slice(1).split("&").forEach(function (pair) {
    var cut = pair.indexOf("="), key = pair.slice(0, cut), value = "";
    try { value = decodeURIComponent(pair.slice(cut + 1).replace(/\+/g, " ")); } catch (e) { return; }
    if (key === "q") input.value = value;
    else if (key === "p") page = parseInt(value, 10) || 1;
    else if (facets.hasOwnProperty(key)) facets[key].value = value;
  });
  run();
})(document, window);
