import { execFile } from "node:child_process";
import { copyFile, mkdir, mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { promisify } from "node:util";
import { afterEach, beforeEach, describe, expect, it } from "vitest";

const start = promisify(execFile);

/** Notes how and by which Node it was run, and "installs" one that can be told from the Node that runs this test. */
const npm = `
const { appendFileSync, mkdirSync, writeFileSync } = require("node:fs");
appendFileSync("npm.log", (process.env.PINNED ?? "another") + " " + process.argv[2] + "\\n");
if (process.argv[2] !== "ci") return;
mkdirSync("node_modules/node/bin", { recursive: true });
const pinned = '#!/bin/sh\\nPINNED=pinned exec "${process.execPath}" "$@"';
writeFileSync("node_modules/node/bin/node", pinned, { mode: 0o755 });
`;

describe("the bootstrap", () => {
  let root: string;

  beforeEach(async () => {
    root = await mkdtemp(join(tmpdir(), "hubbub-bootstrap-"));
    await mkdir(join(root, "scripts"));
    await copyFile(join(import.meta.dirname, "bootstrap.mjs"), join(root, "scripts/bootstrap.mjs"));
    await writeFile(join(root, "npm.js"), npm);
    await writeFile(join(root, "scripts/main.mjs"), 'console.log("main", ...process.argv.slice(2));');
    await writeFile(
      join(root, "scripts/start.mjs"),
      'import { runPinned } from "./bootstrap.mjs"; await runPinned("scripts/main.mjs", ["with", "arguments"]);',
    );
  });
  afterEach(() => rm(root, { recursive: true, force: true }));

  const lock = (content: string) => writeFile(join(root, "package-lock.json"), content);
  const pin = (node: string) => writeFile(join(root, "package.json"), JSON.stringify({ devDependencies: { node } }));
  const run = async () => {
    const env = { ...process.env, npm_execpath: join(root, "npm.js"), npm_lifecycle_event: undefined };
    return (await start(process.execPath, [join(root, "scripts/start.mjs")], { env })).stdout;
  };
  const npmRuns = async () => (await readFile(join(root, "npm.log"), "utf8")).trim().split("\n").length;

  it("installs once for each lock file, and runs the entry point", async () => {
    await pin(process.versions.node);
    await lock("one");
    expect(await run()).toMatch(/^Installing .*\nmain with arguments\n$/);
    expect(await run()).toBe("main with arguments\n");
    expect(await npmRuns()).toBe(1);
    await rm(join(root, "node_modules/node"), { recursive: true });
    await lock("two");
    expect(await run()).toMatch(/^Installing /);
    expect(await npmRuns()).toBe(2);
  });

  it("lets the pinned Node complete what another one installed, which left out what it does not support", async () => {
    await pin("99.0.0");
    await lock("one");
    await run();
    expect((await readFile(join(root, "npm.log"), "utf8")).split("\n")).toEqual(["another ci", "pinned install", ""]);
  });
});
