import { existsSync } from "node:fs";
import { mkdir, readFile, rm } from "node:fs/promises";
import { dirname, join } from "node:path";
import { rootDir } from "@hubbub/stack";
import { run } from "../machine/run.ts";
import { type PlaywrightReport, readPlaywright } from "./playwright-report.ts";
import { type Result, tests } from "./result.ts";

const bin = (name: string): string => join(rootDir, "node_modules/.bin", name);
const none: Result = { passed: 0, failed: 0, failures: [] };

/** A tool of node_modules. Resolves with what it says is wrong, or null. */
export async function tool(name: string, args: readonly string[], signal: AbortSignal): Promise<string | null> {
  const { code, output } = await run(bin(name), args, { cwd: rootDir, output: "shown and kept", signal });
  return code === 0 ? null : output;
}

export async function vitest(name: string, args: readonly string[], signal: AbortSignal): Promise<Result> {
  const report = await reportFile(`vitest-${name}`);
  const command = [bin("vitest"), "run", ...args];
  return counted(command, { TEST_REPORT: report }, signal, async () => (await read<Result>(report)) ?? none);
}

/** `chromium`: the browser's path, or undefined for Playwright's own. */
export async function playwright(chromium: string | undefined, signal: AbortSignal): Promise<Result> {
  const report = await reportFile("playwright");
  const env = { PLAYWRIGHT_JSON_OUTPUT_FILE: report, ...(chromium === undefined ? {} : { CHROMIUM: chromium }) };
  const command = [bin("playwright"), "test", "--config", "e2e/playwright.config.ts", "--reporter=list,json"];
  return counted(command, env, signal, async () => {
    const written = await read<PlaywrightReport>(report);
    return written === null ? none : readPlaywright(written);
  });
}

/** The short cut of `npm run verify`. */
export async function verify(signal: AbortSignal): Promise<Result> {
  const report = await reportFile("verify");
  const command = [process.execPath, join(rootDir, "verify/src/main.ts"), "--short", "--report", report];
  return counted(command, {}, signal, async () => (await read<Result>(report)) ?? none);
}

/** Runs many tests, and reads what they wrote down. */
async function counted(
  [command = "", ...args]: readonly string[],
  env: Readonly<Record<string, string>>,
  signal: AbortSignal,
  written: () => Promise<Result>,
): Promise<Result> {
  const { code, output } = await run(command, args, { cwd: rootDir, env, output: "shown and kept", signal });
  return tests(code, await written(), output);
}

/** A place without the report of an earlier run. */
async function reportFile(name: string): Promise<string> {
  const path = join(rootDir, ".cache/test", `${name}.json`);
  await mkdir(dirname(path), { recursive: true });
  await rm(path, { force: true });
  return path;
}

async function read<Report>(path: string): Promise<Report | null> {
  return existsSync(path) ? (JSON.parse(await readFile(path, "utf8")) as Report) : null;
}
