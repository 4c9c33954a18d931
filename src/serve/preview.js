// Reloads the page after a build that succeeded; shows what is wrong after one that did not.
(function () {
  "use strict";
  var known = null;
  var box = null;

  function show(problems) {
    if (box) { box.remove(); box = null; }
    if (!problems || document.querySelector("main.gongkai-problems")) { return; }
    box = document.createElement("section");
    box.className = "gongkai-problems gongkai-overlay";
    box.setAttribute("role", "alert");
    var title = document.createElement("h1");
    title.textContent = "内容有错误，页面仍是上一次的";
    var close = document.createElement("button");
    close.type = "button";
    close.textContent = "收起";
    close.addEventListener("click", function () { box.remove(); box = null; });
    var text = document.createElement("pre");
    text.textContent = problems;
    box.append(title, close, text);
    document.body.append(box);
  }

  var style = document.createElement("link");
  style.rel = "stylesheet";
  style.href = "/__gongkai/preview.css";
  document.head.append(style);

  var events = new EventSource("/__gongkai/events");
  events.onmessage = function (message) {
    var state = JSON.parse(message.data);
    if (known !== null && state.generation !== known) { location.reload(); return; }
    if (known === null && state.generation > 0 && document.querySelector("main.gongkai-problems")) { location.reload(); return; }
    known = state.generation;
    var page = document.querySelector("main.gongkai-problems pre");
    if (page && state.problems) { page.textContent = state.problems; }
    show(state.problems);
  };
})();
