/* 在页面显示之前恢复读者选过的大字版、高对比和快捷键；须放在 <head> 里同步执行。 */
(function (d) {
  d.className += " js";
  ["type", "contrast", "slash"].forEach(function (k) {
    try {
      var v = localStorage.getItem("gongkai-" + k);
      if (v) d.setAttribute("data-" + k, v);
    } catch (e) { /* 不许存储时按默认样式显示 */ }
  });
})(document.documentElement);
