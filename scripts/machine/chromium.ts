import { existsSync } from "node:fs";
import { join } from "node:path";
import { findProgram, rootDir } from "@hubbub/stack";
import { chromium as playwrightChromium } from "@playwright/test";
import { packageManager } from "./packages.ts";
import { run } from "./run.ts";

export interface Browser {
  /** Undefined: the one that Playwright finds by itself. */
  readonly path: string | undefined;
  /** For a person: which one, and whose. */
  readonly origin: string;
}

const names = ["chromium", "chromium-browser", "google-chrome", "google-chrome-stable"];

/** A Chromium of this machine, or a newly installed one; rejects with how to get one. */
export async function ensureChromium(signal?: AbortSignal): Promise<Browser> {
  const found = chosen() ?? playwrights() ?? (await systems());
  if (found !== null) return found;
  const manager = await packageManager();
  if (manager?.name === "apt-get") {
    console.log("Installing chromium with apt-get …");
    await manager.install(["chromium"], signal);
    signal?.throwIfAborted();
    const installed = await systems();
    if (installed !== null) return installed;
  }
  console.log("Installing Playwright's own Chromium …");
  const playwright = join(rootDir, "node_modules/.bin/playwright");
  await run(playwright, ["install", "chromium"], { cwd: rootDir, signal });
  const downloaded = playwrights();
  if (downloaded !== null) return downloaded;
  throw new Error("No Chromium was found or could be installed: install one, or name its path in CHROMIUM.");
}

function chosen(): Browser | null {
  const path = process.env.CHROMIUM;
  if (!path) return null;
  if (!existsSync(path)) throw new Error(`CHROMIUM names ${path}, which is not there.`);
  return { path, origin: `${path}, named by CHROMIUM` };
}

function playwrights(): Browser | null {
  const path = playwrightChromium.executablePath();
  return existsSync(path) ? { path: undefined, origin: `Playwright's own, ${path}` } : null;
}

/** One that runs: Ubuntu's chromium-browser may be a stub that only says where to get it. */
async function systems(): Promise<Browser | null> {
  for (const name of names) {
    const path = findProgram(name);
    if (path === undefined) continue;
    const { code } = await run(path, ["--version"], { output: "kept" });
    if (code === 0) return { path, origin: `this machine's, ${path}` };
  }
  return null;
}
