import { envExampleHolds } from "../env-example.ts";
import { ensureChromium } from "../machine/chromium.ts";
import { ensurePrograms, nginx, redisServer } from "../machine/programs.ts";
import { buildWeb } from "../machine/web-build.ts";
import { directionsHold } from "./directions.ts";
import { check, type Result } from "./result.ts";
import { playwright, tool, verify, vitest } from "./runners.ts";

export interface Step {
  readonly title: string;
  run(signal: AbortSignal): Promise<Result>;
}

const colours = process.stdout.isTTY ? [] : ["--colors=off"];

/** What needs nothing but the checkout. */
export const checks: readonly Step[] = [
  {
    title: "Format and lint",
    run: async signal => check(await tool("biome", ["check", "--error-on-warnings", ...colours], signal)),
  },
  { title: "Types", run: async signal => check(await tool("tsc", ["-p", "tsconfig.json"], signal)) },
  {
    title: "Types in the browser",
    run: async signal => check(await tool("tsc", ["-p", "tsconfig.browser.json"], signal)),
  },
  { title: "Directions of import", run: async signal => check(await directionsHold(signal)) },
  { title: ".env.example tells the truth", run: async () => check(await envExampleHolds()) },
];

const machine: Step = {
  title: "redis-server and nginx",
  run: async signal => {
    await ensurePrograms([redisServer, nginx], signal);
    return check(true);
  },
};

const unit: Step = { title: "Unit tests", run: signal => vitest("unit", ["--project", "unit"], signal) };

const webBuild: Step = {
  title: "Build of the web client",
  run: async signal => {
    if (!(await buildWeb(signal))) console.log("Built from these sources already.");
    return check(true);
  },
};

const integration: Step = {
  title: "Integration tests",
  run: signal => vitest("integration", ["--project", "integration"], signal),
};

const scenarios: Step = { title: "Scenarios", run: verify };

const endToEnd: Step = {
  title: "End-to-end tests",
  run: async signal => {
    const { path, origin } = await ensureChromium(signal);
    console.log(`Chromium: ${origin}`);
    return playwright(path, signal);
  },
};

const compose: Step = {
  title: "Containers",
  run: signal => vitest("compose", ["--config", "e2e/compose/vitest.config.ts"], signal),
};

/** By the word after `npm test --`; without one, `all`. */
export const suites: Readonly<Record<string, readonly Step[]>> = {
  all: [...checks, unit, machine, webBuild, integration, scenarios, endToEnd],
  check: checks,
  unit: [unit],
  integration: [machine, webBuild, integration],
  e2e: [machine, webBuild, endToEnd],
  compose: [compose],
};
