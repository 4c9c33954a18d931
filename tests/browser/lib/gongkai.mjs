// The program itself.
import { spawn } from "node:child_process";
import path from "node:path";
import { fileURLToPath } from "node:url";

export const REPOSITORY = path.resolve(path.dirname(fileURLToPath(import.meta.url)), "../../..");
export const GONGKAI = process.env.GONGKAI || path.join(REPOSITORY, "target/release/gongkai");

/** What the program writes when it is given these arguments and this input; fails unless it ends with 0. */
export const gongkai = (args, input = "") =>
  new Promise((resolve, reject) => {
    const child = spawn(GONGKAI, args, { stdio: ["pipe", "pipe", "inherit"] });
    const pieces = [];
    child.stdout.on("data", (piece) => pieces.push(piece));
    child.on("error", reject);
    child.on("close", (code) => {
      if (code === 0) resolve(Buffer.concat(pieces).toString("utf8"));
      else reject(new Error(`gongkai ${args.join(" ")} 以 ${code} 退出`));
    });
    child.stdin.end(input);
  });
