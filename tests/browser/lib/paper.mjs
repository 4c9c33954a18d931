// The last sheet of a page on paper.
import { inflateSync } from "node:zlib";

const PRINT = { preferCSSPageSize: true, format: "A4" };

/** The text operators of a PDF's pages; Chromium writes each page as one compressed stream. */
function textOperators(pdf) {
  const source = pdf.toString("latin1");
  let count = 0;
  for (const { index, 0: head } of source.matchAll(/<<[^<>]*\/Filter \/FlateDecode[^<>]*>>\s*stream\r?\n/g)) {
    const from = index + head.length, to = source.indexOf("endstream", from);
    let content;
    try { content = inflateSync(pdf.subarray(from, to)).toString("latin1"); } catch { continue; }
    if (/\bBT\b/.test(content)) count += content.match(/\bTj\b|\bTJ\b/g)?.length ?? 0;
  }
  return count;
}

/** Whether the last sheet of a page holds nothing but the footer, or nothing at all. */
export async function isLastSheetIdle(page) {
  const whole = await page.pdf(PRINT);
  const last = whole.toString("latin1").match(/\/Type \/Page\b/g).length;
  if (last === 1) return false;
  const style = await page.addStyleTag({ content: ".ft{visibility:hidden!important}" });
  const pdf = await page.pdf({ ...PRINT, pageRanges: String(last) });
  await style.evaluate((node) => node.remove());
  return textOperators(pdf) === 0;
}
