// `gongkai serve`: the open page follows what is saved.
import assert from "node:assert/strict";
import { spawn } from "node:child_process";
import { cp, mkdtemp, readdir, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { after, before, test } from "node:test";
import { launch, openPage, screenshot } from "./lib/browser.mjs";
import { GONGKAI, REPOSITORY } from "./lib/gongkai.mjs";

let browser;
before(async () => { browser = await launch(); });
after(async () => { await browser?.close(); });

/** A copy of the site that can be spoilt, gone when the test is. */
async function copySite(t) {
  const folder = await mkdtemp(path.join(tmpdir(), "gongkai-preview-"));
  t.after(() => rm(folder, { recursive: true, force: true }));
  for (const part of ["site.yaml", "content", "themes"]) {
    await cp(path.join(REPOSITORY, part), path.join(folder, part), { recursive: true });
  }
  return folder;
}

/** A policy document of the copy, with the page it becomes. */
async function chooseSource(folder) {
  const content = path.join(folder, "content");
  for (const entry of (await readdir(content, { recursive: true })).sort()) {
    if (!entry.endsWith(".md")) continue;
    const text = await readFile(path.join(content, entry), "utf8");
    const name = text.match(/^网址名: (\S+)$/m)?.[1];
    if (name && /^发文字号: /m.test(text) && /^公开属性: 主动公开$/m.test(text)) return { source: path.join(content, entry), name, text };
  }
  throw new Error("没有可以修改的政策文件");
}

/** Starts the preview on a free port, and waits until it tells its address. */
async function preview(folder, flags) {
  const child = spawn(GONGKAI, ["serve", folder, "--port", "0", ...flags], { stdio: ["ignore", "pipe", "pipe"] });
  let said = "";
  const ended = new Promise((done) => child.on("exit", (...how) => done(how)));
  const address = await new Promise((ready, fail) => {
    const timer = setTimeout(() => fail(new Error(`预览没有就绪：${said}`)), 30_000);
    for (const stream of [child.stdout, child.stderr]) {
      stream.on("data", (data) => {
        said += data;
        const match = said.match(/http:\/\/127\.0\.0\.1:\d+\//);
        if (match) { clearTimeout(timer); ready(match[0]); }
      });
    }
    child.on("exit", (code) => { clearTimeout(timer); fail(new Error(`预览退出 ${code}：${said}`)); });
  });
  /** Asks it to end as Ctrl+C does; tells the exit code, or that it had to be killed. */
  const stop = async () => {
    child.kill("SIGINT");
    const timer = setTimeout(() => child.kill("SIGKILL"), 5_000);
    const [code, signal] = await ended;
    clearTimeout(timer);
    return signal ?? code;
  };
  return { address, stop };
}

for (const flags of [[], ["--poll"]]) {
  test(`an open page follows the file that is saved${flags.length ? ` (${flags})` : ""}`, async (t) => {
    const folder = await copySite(t);
    const { source, name, text } = await chooseSource(folder);
    const server = await preview(folder, flags);
    const { page, faults, close } = await openPage(browser);
    try {
      await page.goto(`${server.address}sitemap.html`);
      const file = (await readdir(path.join(folder, ".public.preview"), { recursive: true })).find((entry) => entry.endsWith(`/${name}.html`));
      await page.goto(server.address + file.split(path.sep).join("/"));
      const overlay = page.locator(".gongkai-overlay");
      assert.equal(await overlay.count(), 0);

      const since = Date.now();
      await writeFile(source, `${text}\n第一次修改的这一段。\n`);
      await page.getByText("第一次修改的这一段。").waitFor({ timeout: 15_000 });
      t.diagnostic(`saved to shown: ${Date.now() - since} ms`);

      const broken = text.replace(/^标题: .*$/m, "标题: [没有写完");
      assert.notEqual(broken, text);
      await writeFile(source, `${broken}\n第二次修改的这一段。\n`);
      await overlay.waitFor({ timeout: 15_000 });
      const told = await overlay.innerText();
      assert.match(told, /错误/);
      assert.match(told, /YAML/);
      assert.ok(told.includes(path.relative(folder, source)), told);
      assert.match(told, /\.md:[23]:\d+/, "the line is named");
      assert.equal(await overlay.getAttribute("role"), "alert");
      assert.equal(await page.getByText("第一次修改的这一段。").isVisible(), true, "the last good text stays");
      assert.equal(await page.getByText("第二次修改的这一段。").count(), 0);
      await screenshot(page, "1280", `preview-overlay${flags.join("")}`);

      await page.reload();
      await overlay.waitFor({ timeout: 15_000 });

      await writeFile(source, `${text}\n第三次修改的这一段。\n`);
      await page.getByText("第三次修改的这一段。").waitFor({ timeout: 15_000 });
      assert.equal(await overlay.count(), 0);
      assert.deepEqual(faults, []);
    } finally {
      await close();
      await server.stop();
    }
  });
}

test("Ctrl+C ends the preview", async (t) => {
  const folder = await copySite(t);
  const { address, stop } = await preview(folder, []);
  assert.equal((await fetch(address)).status, 200);
  assert.equal(await stop(), 0);
});
