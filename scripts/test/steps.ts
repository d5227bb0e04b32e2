import { envExampleFault } from "../env-example.ts";
import { startBroker } from "../kafka/broker.ts";
import { ensureChromium } from "../machine/chromium.ts";
import { ensureKustomize } from "../machine/kustomize.ts";
import { ensurePrograms, kcat, nginx, openssl, prometheus, redisServer } from "../machine/programs.ts";
import { buildWeb } from "../machine/web-build.ts";
import { wrongDirections } from "./directions.ts";
import { check, type Result } from "./result.ts";
import { playwright, tool, verify, vitest } from "./runners.ts";

export interface Step {
  readonly title: string;
  run(signal: AbortSignal): Promise<Result>;
}

/** A step that holds or does not. `fault` resolves with what is wrong, or null. */
const checking = (title: string, fault: (signal: AbortSignal) => Promise<string | null>): Step => ({
  title,
  run: async signal => check(title, await fault(signal)),
});

/** What needs nothing but the checkout. */
export const checks: readonly Step[] = [
  checking("Format and lint", signal => tool("biome", ["check", "--error-on-warnings"], signal)),
  checking("Types", signal => tool("tsc", ["-p", "tsconfig.json"], signal)),
  checking("Types in the browser", signal => tool("tsc", ["-p", "tsconfig.browser.json"], signal)),
  checking("Directions of import", wrongDirections),
  checking(".env.example tells the truth", envExampleFault),
];

const machine = checking("redis-server, nginx and openssl", async signal => {
  await ensurePrograms([redisServer, nginx, openssl], signal);
  return null;
});

const watching = checking("prometheus", async signal => {
  await ensurePrograms([prometheus], signal);
  return null;
});

/** What only some tests need: without it they are skipped, and it is said. */
const extra = (name: string, tested: string, ensure: (signal: AbortSignal) => Promise<void>): Step => ({
  title: `${name}, for ${tested} in tests`,
  run: async signal => {
    await ensure(signal).catch((error: Error) => {
      console.log(`${tested} is not tested in this run, for ${name} is not there. ${error.message}`);
    });
    return check(name, null);
  },
});

const extras: readonly Step[] = [
  extra("kcat", "Kafka", signal => ensurePrograms([kcat], signal)),
  extra("kustomize", "Kubernetes", ensureKustomize),
];

const unit: Step = { title: "Unit tests", run: signal => vitest("unit", ["--project", "unit"], signal) };

const webBuild = checking("Build of the web client", async signal => {
  if (!(await buildWeb(signal))) console.log("Built from these sources already.");
  return null;
});

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

/** Against the brokers in KAFKA_BROKERS, or one that is started for it. */
const kafka: Step = {
  title: "Kafka",
  run: async signal => {
    const { KAFKA_BROKERS } = process.env;
    const broker = KAFKA_BROKERS ? null : await startBroker(signal);
    process.env.KAFKA_TEST_BROKERS = broker?.brokers ?? KAFKA_BROKERS;
    try {
      return await vitest("kafka", ["--project", "integration", "emitter/test/kafka.test.ts"], signal);
    } finally {
      await broker?.stop();
    }
  },
};

/** By the word after `npm test --`; without one, `all`. */
export const suites: Readonly<Record<string, readonly Step[]>> = {
  all: [...checks, unit, machine, watching, ...extras, webBuild, integration, scenarios, endToEnd],
  check: checks,
  unit: [unit],
  integration: [machine, watching, ...extras, webBuild, integration],
  e2e: [machine, webBuild, endToEnd],
  compose: [compose],
  kafka: [machine, kafka],
};
