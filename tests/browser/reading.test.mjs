// What helps a reader: type size, contrast, the column drawer, copying, printing, the QR code.
import assert from "node:assert/strict";
import { mkdir, stat } from "node:fs/promises";
import { after, before, describe, test } from "node:test";
import jsQR from "jsqr";
import { PNG } from "pngjs";
import { follow, launch, openPage, overflow, RESULTS, screenshot, SIZES } from "./lib/browser.mjs";
import { isLastSheetIdle } from "./lib/paper.mjs";
import { fileUrl, pageOfKind, serveSite, SITE_URL } from "./lib/site.mjs";

let browser, site, file;
before(async () => {
  [browser, site] = [await launch(), await serveSite()];
  file = await pageOfKind("document-official");
});
after(async () => { await browser?.close(); await site?.close(); });

for (const [key, value, look] of [
  ["type", "large", () => parseFloat(getComputedStyle(document.querySelector(".doc")).fontSize)],
  ["contrast", "high", () => getComputedStyle(document.body).backgroundColor + getComputedStyle(document.body).color],
]) {
  test(`the ${key} button changes the page and is remembered`, async () => {
    const { page, faults, close } = await openPage(browser);
    await page.goto(site.url(file));
    const html = page.locator("html"), button = page.locator(`[data-set="${key}"]`);
    const normal = await page.evaluate(look);
    assert.equal(await button.getAttribute("aria-pressed"), "false");
    await button.click();
    assert.equal(await button.getAttribute("aria-pressed"), "true");
    const changed = await page.evaluate(look);
    if (key === "type") assert.ok(changed > normal, `${changed} > ${normal}`);
    else assert.notEqual(changed, normal);
    await screenshot(page, "1280", `document-${key}-${value}`);

    await follow(page, page.locator(".loc ol a").last());
    assert.equal(await html.getAttribute(`data-${key}`), value, "after following a link");
    assert.equal(await button.getAttribute("aria-pressed"), "true");
    await page.reload();
    assert.equal(await html.getAttribute(`data-${key}`), value, "after loading again");
    await button.click();
    await page.goto(site.url(file));
    assert.equal(await html.getAttribute(`data-${key}`), null, "off again");
    assert.deepEqual(await page.evaluate(look), normal);
    assert.deepEqual(faults, []);
    await close();
  });
}

test("on a telephone the drawer of columns opens, keeps the focus and closes", async () => {
  const { page, faults, close } = await openPage(browser, { viewport: SIZES[360] });
  await page.goto(site.url(file));
  const menu = page.locator(".menu");
  await menu.click();
  assert.equal(await menu.getAttribute("aria-expanded"), "true");
  assert.equal(await page.locator("#rail li a").first().isVisible(), true);
  assert.deepEqual(await overflow(page), []);
  for (let step = 0; step < 40; step++) {
    await page.keyboard.press("Tab");
    assert.ok(await page.evaluate(() => document.activeElement.closest("#rail") !== null), "focus stays in the drawer");
  }
  await page.keyboard.press("Escape");
  assert.equal(await menu.getAttribute("aria-expanded"), "false");
  assert.ok(await menu.evaluate((e) => e === document.activeElement), "focus goes back");
  assert.deepEqual(faults, []);
  await close();
});

describe("copying the permanent address", () => {
  test("copies and says so", async () => {
    const { page, context, faults, close } = await openPage(browser);
    await context.grantPermissions(["clipboard-read", "clipboard-write"], { origin: site.origin });
    await page.goto(site.url(file));
    await page.locator("button.copy").click();
    await page.locator('.said[role="status"]', { hasText: "地址已复制" }).waitFor();
    assert.equal(await page.evaluate(() => navigator.clipboard.readText()), new URL(file, SITE_URL).href);
    assert.deepEqual(faults, []);
    await close();
  });

  test("says what to do when the browser refuses", async () => {
    const { page, faults, close } = await openPage(browser);
    await page.addInitScript(() => {
      Object.defineProperty(navigator, "clipboard", { value: { writeText: () => Promise.reject(new Error("refused")) } });
      Document.prototype.execCommand = () => false;
    });
    await page.goto(site.url(file));
    await page.locator("button.copy").click();
    await page.locator('.said[role="status"]', { hasText: "Ctrl+C" }).waitFor();
    assert.equal(await page.evaluate(() => getSelection().toString().trim()), new URL(file, SITE_URL).href);
    assert.deepEqual(faults, []);
    await close();
  });

  test("answers from a folder too", async () => {
    const { page, faults, close } = await openPage(browser);
    await page.goto(fileUrl(file));
    await page.locator("button.copy").click();
    await page.locator(".said", { hasText: /地址已复制|Ctrl\+C/ }).waitFor();
    assert.deepEqual(faults, []);
    await close();
  });
});

describe("on paper", () => {
  test("an official document without what is only for the screen", async () => {
    const { page, faults, close } = await openPage(browser);
    await page.goto(site.url(file));
    await page.emulateMedia({ media: "print" });
    for (const hidden of [".rail", ".strip", ".tools", "header .sf", ".loc", ".acts", "button.copy", "button.print"]) {
      assert.equal(await page.locator(hidden).first().isVisible(), false, `${hidden} is not printed`);
    }
    for (const shown of ["h1", ".rhd", ".dno", ".doc", "#permalink", ".qr svg"]) {
      assert.equal(await page.locator(shown).first().isVisible(), true, `${shown} is printed`);
    }
    await mkdir(RESULTS, { recursive: true });
    await page.pdf({ path: `${RESULTS}document-official.pdf`, preferCSSPageSize: true });
    assert.ok((await stat(`${RESULTS}document-official.pdf`)).size > 10_000);
    assert.deepEqual(faults, []);
    await close();
  });

  test("no sheet for the footer alone, wherever the text ends", async () => {
    const { page, close } = await openPage(browser, { bypassCSP: true });
    const told = [];
    for (const kind of ["document-official", "list", "catalog"]) {
      await page.goto(site.url(await pageOfKind(kind)));
      for (let lines = 0; lines < 6; lines++) {
        if (await isLastSheetIdle(page)) told.push(`${kind} with ${lines} more lines`);
        await page.evaluate(() => {
          const line = document.createElement("p");
          line.textContent = "又一行";
          (document.querySelector(".doc") ?? document.querySelector("main")).append(line);
        });
      }
    }
    assert.deepEqual(told, []);
    await page.goto(site.url(file));
    await page.emulateMedia({ media: "print" });
    assert.match(await page.locator(".perm").innerText(), /主办单位：\S+.*网站标识码：\d{10}/s);
    await close();
  });

  test("in black on white whatever the reader chose for the screen", async () => {
    const { page, close } = await openPage(browser);
    await page.goto(site.url(file));
    await page.locator('[data-set="contrast"]').click();
    await page.emulateMedia({ media: "print" });
    const look = await page.locator(".doc p").first().evaluate((p) => [getComputedStyle(p).color, getComputedStyle(document.body).backgroundColor]);
    assert.deepEqual(look, ["rgb(0, 0, 0)", "rgb(255, 255, 255)"]);
    await close();
  });
});

describe("the QR code", () => {
  const read = async (page) => {
    const { data, width, height } = PNG.sync.read(await page.locator(".qr").screenshot());
    return jsQR(new Uint8ClampedArray(data), width, height)?.data;
  };
  for (const [name, prepare] of [
    ["on the screen", async () => {}],
    ["in high contrast", (page) => page.locator('[data-set="contrast"]').click()],
    ["on paper", (page) => page.emulateMedia({ media: "print" })],
  ]) {
    test(`holds the permanent address ${name}`, async () => {
      const { page, close } = await openPage(browser, { deviceScaleFactor: 3 });
      await page.goto(site.url(file));
      await prepare(page);
      assert.equal(await read(page), await page.locator("#permalink").innerText());
      await close();
    });
  }
});
