// A browser that no tool watches, as a reader's is: the pages themselves ask, and say how long they took.
import { spawn } from "node:child_process";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { FLAGS, PROGRAM } from "./browser.mjs";
import { SUB_PATH, serveSite } from "./site.mjs";

/** Milliseconds that a page is left to itself before it is asked, and after it has answered. */
const REST = 250;
/** Milliseconds within which all must be done. */
const PATIENCE = 120_000;

/** Milliseconds between the last key of a question and the one that sends it. */
const PAUSE = 500;

/** Runs in every page: from the search box of the home page to the results, and back for the next question. */
const driver = (rest, pause) => {
  const ask = async (address) => (await fetch(address)).text();
  if (!location.pathname.endsWith("search.html")) {
    addEventListener("load", () => setTimeout(async () => {
      const question = await ask("/_question"), input = document.getElementById("q");
      if (pause) input.focus();
      setTimeout(() => {
        input.value = question;
        if (pause) input.dispatchEvent(new InputEvent("input", { bubbles: true }));
        setTimeout(() => input.form.requestSubmit(), pause);
      }, rest);
    }, rest));
    return;
  }
  new MutationObserver((_, observer) => {
    const [out, told] = [document.getElementById("out"), document.getElementById("told")];
    if (!out || out.hasAttribute("aria-busy") || !told.textContent || /^正在/.test(told.textContent)) return;
    const time = performance.now();
    observer.disconnect();
    setTimeout(async () => {
      const next = await ask(`/_answered?${time}`);
      if (next) location.href = next;
    }, rest);
  }).observe(document, { subtree: true, childList: true, attributes: true, characterData: true });
};

/**
 * Milliseconds from leaving the home page to the results of each question. The first warms the browser up, and is not counted.
 * A question is put into the box and sent at once; with `isTyped` as a reader does it, who comes to the box first and needs a moment for the last key.
 */
export async function askAlone(questions, { isTyped = false } = {}) {
  const times = [];
  let finish, give;
  const finished = new Promise((done, failed) => { [finish, give] = [done, failed]; });
  const routes = {
    "/_driver.js": () => `(${driver})(${REST}, ${isTyped ? PAUSE : 0})`,
    "/_question": () => questions[times.length],
    "/_answered": ({ search }) => {
      times.push(Number(search.slice(1)));
      if (times.length < questions.length) return home;
      finish();
      return "";
    },
  };
  const site = await serveSite(SUB_PATH, { routes, head: '<script src="/_driver.js"></script>', isDated: true });
  const home = site.url("index.html");
  const profile = await mkdtemp(path.join(tmpdir(), "gongkai-"));
  const browser = spawn(PROGRAM, [...FLAGS, "--headless", `--user-data-dir=${profile}`, "--window-size=1280,900", home], { stdio: "ignore" });
  const gone = new Promise((done) => browser.once("exit", done));
  const timer = setTimeout(() => give(new Error(`只答了 ${times.length} 问`)), PATIENCE);
  try {
    await finished;
  } finally {
    clearTimeout(timer);
    browser.kill("SIGTERM");
    await gone;
    await site.close();
    await rm(profile, { recursive: true, force: true, maxRetries: 5 });
  }
  return times.slice(1);
}
