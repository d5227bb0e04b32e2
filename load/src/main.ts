/** `npm run load`: simulated users, until they have talked long enough or ctrl-C. */
import { readFile, writeFile } from "node:fs/promises";
import { loadavg } from "node:os";
import { Crew } from "./crew/crew.ts";
import { commandOf, type LoadOptions, readOptions, UsageError, usage } from "./options.ts";
import { prepare } from "./prepare.ts";
import { hasPlace } from "./report/page.ts";
import { costOfReplicas } from "./report/replica-cost.ts";
import { writeResults } from "./report/results.ts";
import { Screen } from "./report/screen.ts";
import { progressLine, summary } from "./report/summary.ts";
import { faultsOf } from "./report/verdict.ts";
import { type OnSecond, run } from "./run.ts";
import { nameOf, roomOf } from "./shape.ts";

const stopping = new AbortController();
for (const signal of ["SIGINT", "SIGTERM", "SIGHUP"] as const) process.on(signal, () => stopping.abort());
// The process that started this one is gone.
process.on("disconnect", () => stopping.abort());

const screen = new Screen(process.stdout);
try {
  const options = readOptions(process.argv.slice(2));
  if (options.help) screen.say(usage());
  process.exitCode = options.help || (await load(options)) ? 0 : 1;
} catch (error) {
  screen.say(error instanceof UsageError ? error.message : String(error));
  process.exitCode = error instanceof UsageError ? 2 : 1;
}
// Nothing is left to wait for, but the channel to whoever started this.
process.exit();

/** Resolves with whether all was as it should be. */
async function load(options: LoadOptions): Promise<boolean> {
  for (const file of [options.json, options.svg]) await checkWritable(file);
  await checkPage(options.page);
  const { workers, replicas, plan } = await prepare(options);
  const isKey = "key" in plan.credentials;
  screen.say(
    `${options.users} users, ${isKey ? "signed in with the key of the deployment" : "who sign up"}; ctrl-C ends it early.`,
  );
  const [began, [loadBefore = 0]] = [new Date(), loadavg()];
  const crew = new Crew(workers);
  try {
    const onSecond: OnSecond = (point, course) => screen.progress(progressLine(point, course, options));
    const { course, audit } = await run(crew, { options, plan, replicas, signal: stopping.signal, onSecond });
    const isInterrupted = stopping.signal.aborted;
    const faults = faultsOf({
      // Who ended it early does not ask where the others are.
      users: isInterrupted ? 1 : options.users,
      ...{ counts: course.counts, audit, delivery: course.latency("delivery"), maxP99: options.maxP99 },
    });
    const costs = costOfReplicas(course.points, options.users / options.rate);
    screen.say(`\n${summary(course, audit, costs, faults)}\n${leftBehind(options)}`);
    const results = { options, workers, began, loadBefore, course, audit, faults, isInterrupted };
    await writeResults(results, commandOf(process.argv.slice(2)));
    return faults.length === 0;
  } finally {
    crew.stop();
  }
}

function leftBehind({ shape, accounts }: LoadOptions): string {
  const people = `${nameOf(shape, 0)} … ${accounts - 1}`;
  const rooms = shape.rooms === 0 ? "" : ` and the rooms ${roomOf(shape, 0)} … ${shape.rooms - 1}`;
  return `There are the people ${people}${rooms} now; the next run of this shape takes them up again.`;
}

/** Before the run, and not after it. */
async function checkWritable(file: string | null): Promise<void> {
  if (file === null) return;
  await writeFile(file, "", { flag: "a" }).catch((error: Error) => {
    throw new UsageError(`${file} cannot be written: ${error.message}.`);
  });
}

async function checkPage(file: string | null): Promise<void> {
  if (file === null || hasPlace(await readFile(file, "utf8").catch(() => ""))) return;
  throw new UsageError(`${file} has no place for results: <!-- results --> and <!-- end of the results -->.`);
}
