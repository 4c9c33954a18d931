// Debian's Chromium, and a watch over what a page asks for and complains of.
import { mkdir } from "node:fs/promises";
import { chromium } from "playwright-core";

export const FLAGS = [
  "--no-sandbox",
  "--disable-gpu",
  "--disable-quic",
  "--no-first-run",
  "--disable-background-networking",
  "--disable-component-update",
  "--disable-sync",
  // Nothing but this machine can be reached, whatever a page asks for.
  "--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE 127.0.0.1",
];

export const PROGRAM = process.env.CHROMIUM || "/usr/bin/chromium";

/** Starts Chromium with a user-data folder of its own, which goes with it. */
export const launch = () => chromium.launch({ executablePath: PROGRAM, args: FLAGS });

export const RESULTS = new URL("../results/", import.meta.url).pathname;

export const SIZES = { 360: { width: 360, height: 740 }, 1280: { width: 1280, height: 900 } };

/** Opens an empty page; `faults` collects everything that a reader's browser should never report, but for answers from addresses that `allow` names. */
export async function openPage(browser, { allow = () => false, ...options } = {}) {
  const context = await browser.newContext({ viewport: SIZES[1280], locale: "zh-CN", ...options });
  const faults = [];
  const origins = new Set();
  const page = await context.newPage();
  page.setDefaultTimeout(10_000);
  context.on("request", (request) => {
    const url = new URL(request.url());
    if (url.protocol === "data:") return;
    if (request.isNavigationRequest() && request.frame() === page.mainFrame()) origins.add(url.protocol + url.host);
    else if (!origins.has(url.protocol + url.host)) faults.push(`request leaves the site: ${url}`);
  });
  context.on("requestfailed", (request) => {
    // The browser itself gives up what a page still loads when the page is left.
    const why = request.failure()?.errorText;
    if (why !== "net::ERR_ABORTED") faults.push(`request failed: ${request.url()} ${why}`);
  });
  context.on("response", (response) => {
    if (response.status() >= 400 && !allow(response.url())) faults.push(`${response.status()} ${response.url()}`);
  });
  page.on("console", (message) => {
    if (["error", "warning"].includes(message.type()) && !allow(message.location().url)) {
      faults.push(`console ${message.type()}: ${message.text()}`);
    }
  });
  page.on("pageerror", (error) => faults.push(`exception: ${error.message}`));
  return { context, page, faults, close: () => context.close() };
}

/** Clicks a link, and waits until the page it leads to is loaded. */
export async function follow(page, link) {
  const from = page.url();
  await link.click();
  await page.waitForURL((url) => url.href !== from);
}

/** The elements that make a page wider than its window, or an empty list. */
export const overflow = (page) =>
  page.evaluate(() => {
    const root = document.scrollingElement;
    if (root.scrollWidth <= innerWidth) return [];
    const held = (element) => {
      for (let e = element.parentElement; e && e !== document.body; e = e.parentElement) {
        if (getComputedStyle(e).overflowX !== "visible") return true;
      }
      return false;
    };
    const wide = [...document.body.querySelectorAll("*")]
      .filter((e) => e.getBoundingClientRect().right > innerWidth + 0.5 && !held(e))
      .slice(0, 5)
      .map((e) => `${e.tagName.toLowerCase()}.${e.getAttribute("class") ?? ""} to ${Math.round(e.getBoundingClientRect().right)} px`);
    return [`scrollWidth ${root.scrollWidth} > ${innerWidth}`, ...wide];
  });

export async function screenshot(page, folder, name) {
  await mkdir(RESULTS + folder, { recursive: true });
  await page.screenshot({ path: `${RESULTS}${folder}/${name}.png`, fullPage: true });
}
