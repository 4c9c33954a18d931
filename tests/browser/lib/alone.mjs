// A browser that no tool watches, as a reader's is: the pages themselves ask, and say how long they took.
import { spawn } from "node:child_process";
import { mkdtemp, readFile, rm } from "node:fs/promises";
import { createServer } from "node:http";
import { tmpdir } from "node:os";
import path from "node:path";
import { FLAGS, PROGRAM } from "./browser.mjs";
import { SITE_DIR, TYPES } from "./site.mjs";

/** Milliseconds that a page is left to itself before it is asked, and after it has answered. */
const REST = 250;
/** Milliseconds within which all must be done. */
const PATIENCE = 120_000;

/** Runs in every page: from the search box of the home page to the results, and back for the next question. */
const driver = (rest) => {
  const now = performance.now.bind(performance);
  const next = async (address) => { const to = await (await fetch(address)).text(); if (to) location.href = to; };
  if (!location.pathname.endsWith("search.html")) {
    addEventListener("load", () => setTimeout(async () => {
      const input = document.getElementById("q");
      input.value = await (await fetch("/_question")).text();
      setTimeout(() => input.form.requestSubmit(), rest);
    }, rest));
    return;
  }
  new MutationObserver((_, observer) => {
    const [out, told] = [document.getElementById("out"), document.getElementById("told")];
    if (!out || out.hasAttribute("aria-busy") || !told.textContent || /^正在/.test(told.textContent)) return;
    const time = now();
    observer.disconnect();
    setTimeout(() => next(`/_answered?${time}`), rest);
  }).observe(document, { subtree: true, childList: true, attributes: true, characterData: true });
};

/** Milliseconds from leaving the home page to the results of each question. The first warms the browser up, and is not counted. */
export async function askAlone(questions) {
  const times = [];
  let finish, give;
  const finished = new Promise((done, failed) => { [finish, give] = [done, failed]; });
  const server = createServer(async (request, response) => {
    const { pathname, search } = new URL(request.url, "http://localhost");
    if (pathname === "/_question") return response.end(questions[times.length]);
    if (pathname === "/_driver.js") {
      response.writeHead(200, { "content-type": TYPES[".js"] });
      return response.end(`(${driver})(${REST})`);
    }
    if (pathname === "/_answered") {
      times.push(Number(search.slice(1)));
      if (times.length === questions.length) finish();
      return response.end(times.length < questions.length ? "/index.html" : "");
    }
    try {
      let body = await readFile(path.join(SITE_DIR, pathname));
      if (pathname.endsWith(".html")) body = body.toString().replace("<head>", '<head><script src="/_driver.js"></script>');
      response.writeHead(200, { "content-type": TYPES[path.extname(pathname)] ?? "application/octet-stream" });
      response.end(body);
    } catch {
      response.writeHead(404).end();
    }
  });
  await new Promise((ready) => server.listen(0, "127.0.0.1", ready));
  const profile = await mkdtemp(path.join(tmpdir(), "gongkai-"));
  const address = `http://127.0.0.1:${server.address().port}/index.html`;
  const browser = spawn(PROGRAM, [...FLAGS, "--headless", `--user-data-dir=${profile}`, "--window-size=1280,900", address], { stdio: "ignore" });
  const gone = new Promise((done) => browser.once("exit", done));
  const timer = setTimeout(() => give(new Error(`只答了 ${times.length} 问`)), PATIENCE);
  try {
    await finished;
  } finally {
    clearTimeout(timer);
    browser.kill("SIGTERM");
    await gone;
    server.close();
    server.closeAllConnections();
    await rm(profile, { recursive: true, force: true, maxRetries: 5 });
  }
  return times.slice(1);
}
