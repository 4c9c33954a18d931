/* 全站脚本：检索、大字版与高对比、手机上的栏目抽屉、复制永久地址、打印。没有它，页面照样能读。 */
(function (doc) {
  "use strict";
  var html = doc.documentElement;

  function all(selector, run) {
    Array.prototype.forEach.call(doc.querySelectorAll(selector), run);
  }

  /* 检索的脚本：检索页上立刻载入；别的页面上，用到检索框时载入，边输入边查（省流量的除外）。
     作模块载入；file:// 下浏览器不许用模块，作普通脚本载入；不认得模块的旧浏览器给一句说明。 */
  all("[data-module]", function (form) {
    var script = doc.createElement("script"), old = doc.getElementById("old");
    function load() {
      if (!script.src) {
        script.src = form.getAttribute("data-module");
        doc.head.appendChild(script);
      }
    }
    if (!("noModule" in script)) {
      if (old) {
        old.hidden = false;
        doc.getElementById("narrow").hidden = true;
      }
      return;
    }
    if (location.protocol !== "file:") script.type = "module";
    if (form.id === "find") load();
    else if (!(navigator.connection && navigator.connection.saveData)) {
      form.addEventListener("focusin", load);
      if (form.contains(doc.activeElement)) load();
    }
  });

  /* “/”到检索框；单个字符的快捷键须能停用（检索页上有按钮）。 */
  doc.addEventListener("keydown", function (e) {
    var input = doc.getElementById("q"), at = e.target;
    if (e.key !== "/" || e.ctrlKey || e.altKey || e.metaKey || e.isComposing || !input) return;
    if (html.getAttribute("data-slash") === "off" || html.classList.contains("drawer")) return;
    if (/^(INPUT|SELECT|TEXTAREA)$/.test(at.tagName) || at.isContentEditable) return;
    e.preventDefault();
    input.focus();
    input.select();
  });

  /* 大字版、高对比、快捷键：按钮 data-set="type|contrast|slash"，选择记在 localStorage。 */
  all("[data-set]", function (button) {
    var key = button.getAttribute("data-set"), on = button.getAttribute("data-on");
    function show() {
      button.setAttribute("aria-pressed", String(html.getAttribute("data-" + key) === on));
    }
    button.addEventListener("click", function () {
      var turnOn = html.getAttribute("data-" + key) !== on;
      if (turnOn) html.setAttribute("data-" + key, on);
      else html.removeAttribute("data-" + key);
      try {
        if (turnOn) localStorage.setItem("gongkai-" + key, on);
        else localStorage.removeItem("gongkai-" + key);
      } catch (e) { /* 不许存储时只在本页有效 */ }
      show();
      boxes();
    });
    show();
  });

  /* 栏目抽屉：没有脚本时，链接跳到页面下方的栏目。 */
  var menu = doc.querySelector(".menu"), rail = doc.getElementById("rail");
  if (menu && rail) {
    menu.setAttribute("role", "button");
    menu.setAttribute("aria-controls", "rail");
    menu.setAttribute("aria-expanded", "false");
    var veil = doc.createElement("div");
    veil.className = "veil";
    rail.parentNode.insertBefore(veil, rail);
    var drawer = function (open) {
      html.classList.toggle("drawer", open);
      menu.setAttribute("aria-expanded", String(open));
      if (open) rail.querySelector(".rx").focus();
      else menu.focus();
    };
    menu.addEventListener("click", function (e) {
      e.preventDefault();
      drawer(true);
    });
    menu.addEventListener("keydown", function (e) {
      if (e.key === " ") { e.preventDefault(); drawer(true); }
    });
    veil.addEventListener("click", function () { drawer(false); });
    rail.querySelector(".rx").addEventListener("click", function () { drawer(false); });
    doc.addEventListener("keydown", function (e) {
      if (!html.classList.contains("drawer")) return;
      if (e.key === "Escape" || e.key === "Esc") { drawer(false); return; }
      if (e.key !== "Tab") return;
      var stops = rail.querySelectorAll("a[href],button"), first = stops[0], last = stops[stops.length - 1];
      if (e.shiftKey && doc.activeElement === first) { e.preventDefault(); last.focus(); }
      else if (!e.shiftKey && doc.activeElement === last) { e.preventDefault(); first.focus(); }
    });
  }

  /* 手机上目录先收起，正文早些露出来。 */
  if (window.matchMedia && matchMedia("(max-width: 700px)").matches) {
    all("details.toc[open]", function (d) { d.removeAttribute("open"); });
  }

  all("button.print", function (b) {
    b.addEventListener("click", function () { window.print(); });
  });

  /* 复制永久地址，并用文字说出结果。 */
  all("[data-copy]", function (b) {
    var source = doc.getElementById(b.getAttribute("data-copy"));
    var said = b.parentNode.querySelector(".said");
    function say(ok) {
      said.textContent = ok ? "地址已复制。" : "没能自动复制，地址已选中，请按 Ctrl+C。";
    }
    function byHand() {
      var range = doc.createRange(), chosen = window.getSelection(), ok = false;
      range.selectNodeContents(source);
      chosen.removeAllRanges();
      chosen.addRange(range);
      try { ok = doc.execCommand("copy"); } catch (e) { ok = false; }
      if (ok) chosen.removeAllRanges();
      say(ok);
    }
    b.addEventListener("click", function () {
      said.textContent = "";
      if (navigator.clipboard && navigator.clipboard.writeText) {
        navigator.clipboard.writeText(source.textContent.trim()).then(function () { say(true); }, byHand);
      } else byHand();
    });
  });

  /* 手机上普通数据表一行成一张卡（display 不再是 table），有的浏览器便不把它读作表格；这里把各部分的身份写明。 */
  var roles = { TABLE: "table", THEAD: "rowgroup", TBODY: "rowgroup", TR: "row", TD: "cell" };
  all("table.stack", function (table) {
    [table].concat(Array.prototype.slice.call(table.querySelectorAll("thead,tbody,tr,th,td"))).forEach(function (part) {
      part.setAttribute("role", roles[part.tagName] || (/^row/.test(part.scope) ? "rowheader" : "columnheader"));
    });
  });

  /* 正文里只有一个链接的列表项和表格格：样式表让它好点。 */
  all(".doc li,.doc td,.doc th", function (part) {
    var a = part.querySelector("a[href]");
    if (a && a.textContent.trim() === part.textContent.trim()) part.className += " lone";
  });

  /* 能左右滚动的表格才需要停住键盘焦点。 */
  function boxes() {
    all(".table-scroll,.flow", function (box) {
      if (box.scrollWidth > box.clientWidth + 1) box.setAttribute("tabindex", "0");
      else box.removeAttribute("tabindex");
    });
  }
  boxes();
  window.addEventListener("resize", boxes);
  window.addEventListener("load", boxes);

  /* 打开非政府网站之前提示。 */
  doc.addEventListener("click", function (e) {
    var a = e.target.closest && e.target.closest("a.foreign[href]");
    if (a && !window.confirm("您将离开本站，打开非政府网站：" + a.hostname + "。是否继续？")) e.preventDefault();
  });
})(document);
