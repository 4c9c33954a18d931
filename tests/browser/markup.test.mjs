// The Nu HTML checker over every page, style sheet and drawing of the site.
import assert from "node:assert/strict";
import { spawn } from "node:child_process";
import { text } from "node:stream/consumers";
import { createRequire } from "node:module";
import { test } from "node:test";
import { SITE_DIR, siteFiles } from "./lib/site.mjs";

const vnu = String(createRequire(import.meta.url)("vnu-jar"));

test("the Nu HTML checker finds no error on any page", async () => {
  const files = (await siteFiles()).filter((file) => /\.(html|css|svg)$/.test(file));
  assert.ok(files.some((file) => file.endsWith(".html")));
  const checker = spawn(
    process.env.JAVA || "java",
    // It runs too briefly for the slower and better compiler of Java to pay.
    ["-Xss4m", "-XX:TieredStopAtLevel=1", "-jar", vnu, "--errors-only", "--no-langdetect", "--also-check-css", "--also-check-svg", "--format", "json", "--stdout", ...files],
    // Names of files are Chinese.
    { cwd: SITE_DIR, env: { ...process.env, LC_ALL: "C.UTF-8" }, stdio: ["ignore", "pipe", "inherit"] },
  );
  const [answer, status] = await Promise.all([text(checker.stdout), new Promise((end, fail) => { checker.on("close", end).on("error", fail); })]);
  const faults = JSON.parse(answer).messages.map(({ url, lastLine, message, extract }) => `${decodeURI(url ?? "")}:${lastLine ?? ""} ${message} ${extract ?? ""}`);
  assert.equal(faults.join("\n"), "");
  assert.equal(status, 0);
});
