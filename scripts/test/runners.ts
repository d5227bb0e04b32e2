import { existsSync } from "node:fs";
import { mkdir, readFile, rm } from "node:fs/promises";
import { dirname, join } from "node:path";
import { rootDir } from "@hubbub/stack";
import { run } from "../machine/run.ts";
import { type Result, tests } from "./result.ts";

const bin = (name: string): string => join(rootDir, "node_modules/.bin", name);
const none: Result = { passed: 0, failed: 0 };

/** A tool of node_modules, with what it prints on our own output. */
export async function tool(name: string, args: readonly string[], signal: AbortSignal): Promise<boolean> {
  return (await run(bin(name), args, { cwd: rootDir, signal })).code === 0;
}

export async function vitest(name: string, args: readonly string[], signal: AbortSignal): Promise<Result> {
  const report = await reportFile(`vitest-${name}`);
  const reporters = ["--reporter=default", "--reporter=json", `--outputFile.json=${report}`];
  const { code } = await run(bin("vitest"), ["run", ...args, ...reporters], { cwd: rootDir, signal });
  const summary = await read<VitestReport>(report);
  if (summary === null) return tests(code, none);
  const unread = summary.testResults.filter(file => file.status === "failed" && file.assertionResults.length === 0);
  return tests(code, { passed: summary.numPassedTests, failed: summary.numFailedTests + unread.length });
}

interface VitestReport {
  readonly numPassedTests: number;
  readonly numFailedTests: number;
  readonly testResults: readonly { readonly status: string; readonly assertionResults: readonly unknown[] }[];
}

/** `chromium`: the browser's path, or undefined for Playwright's own. */
export async function playwright(chromium: string | undefined, signal: AbortSignal): Promise<Result> {
  const report = await reportFile("playwright");
  const env = { PLAYWRIGHT_JSON_OUTPUT_FILE: report, ...(chromium === undefined ? {} : { CHROMIUM: chromium }) };
  const args = ["test", "--config", "e2e/playwright.config.ts", "--reporter=list,json"];
  const { code } = await run(bin("playwright"), args, { cwd: rootDir, env, signal });
  const summary = await read<PlaywrightReport>(report);
  if (summary === null) return tests(code, none);
  const { expected, unexpected, flaky } = summary.stats;
  return tests(code, { passed: expected, failed: unexpected + flaky });
}

interface PlaywrightReport {
  readonly stats: { readonly expected: number; readonly unexpected: number; readonly flaky: number };
}

/** The short cut of `npm run verify`. */
export async function verify(signal: AbortSignal): Promise<Result> {
  const report = await reportFile("verify");
  const script = join(rootDir, "verify/src/main.ts");
  const { code } = await run(process.execPath, [script, "--short", "--report", report], { cwd: rootDir, signal });
  return tests(code, (await read<Result>(report)) ?? none);
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
