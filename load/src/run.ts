import { once } from "node:events";
import { setTimeout as delay } from "node:timers/promises";
import type { Crew } from "./crew/crew.ts";
import type { Audit, CrowdPlan, RoomHeads } from "./crew/orders.ts";
import type { LoadOptions } from "./options.ts";
import { Heads } from "./people/heads.ts";
import { Course, type Point } from "./report/course.ts";
import type { Outcome } from "./report/outcome.ts";
import { machineWatch } from "./target/machine.ts";
import { sampleReplica } from "./target/replicas.ts";

const secondMs = 1_000;
/** So often the replicas are looked at, in seconds: what they tell is some work for them. */
const replicasEvery = 5;
/** Who ended it early waits no longer than this for what is left, in ms. */
const interruptedPatience = 5_000;

export interface RunOptions {
  readonly options: LoadOptions;
  readonly plan: Omit<CrowdPlan, "worker" | "workers">;
  readonly replicas: readonly string[];
  /** Ends it early, and politely. */
  readonly signal: AbortSignal;
  readonly onSecond: OnSecond;
}

export type OnSecond = (point: Point, course: Course) => void;

/** Everybody comes, talks, and at the end is asked what they have. */
export async function run(
  crew: Crew,
  { options, plan, replicas, signal, onSecond }: RunOptions,
): Promise<Pick<Outcome, "course" | "audit">> {
  const interrupted = once(signal, "abort");
  const tooEarly = interrupted.then(() => Promise.reject(new Error("Interrupted before anybody came.")));
  await Promise.race([crew.all("prepare", worker => [{ ...plan, worker, workers: crew.size }]), tooEarly]);
  const over = new AbortController();
  const arrived = crew.all("start", () => []);
  const watching = watch(crew, replicas, over.signal, onSecond);
  const stay = arrived.then(() => delay(options.forSeconds * 1_000, undefined, { signal })).catch(() => {});
  try {
    await Promise.race([stay, interrupted, watching]);
    const whole = options.settleSeconds * 1_000;
    const audit = await settle(crew, signal.aborted ? Math.min(interruptedPatience, whole) : whole);
    over.abort();
    return { audit, course: await watching };
  } finally {
    over.abort();
  }
}

async function watch(crew: Crew, urls: readonly string[], over: AbortSignal, onSecond: OnSecond): Promise<Course> {
  const course = new Course();
  const machine = machineWatch();
  const began = performance.now();
  for (let second = 1; !over.aborted; second += 1) {
    const pause = began + second * secondMs - performance.now();
    await delay(Math.max(0, pause), undefined, { signal: over }).catch(() => {});
    const isLook = second % replicasEvery === 1 || over.aborted;
    const [reports, replicas] = await Promise.all([
      crew.all("report", () => []),
      isLook ? Promise.all(urls.map(sampleReplica)) : null,
    ]);
    const at = (performance.now() - began) / 1_000;
    onSecond(course.add({ at, reports, replicas, machinePercent: machine() }), course);
  }
  return course;
}

/** Everybody comes back and falls silent; then all are held to the furthest that any of them was told. */
async function settle(crew: Crew, patience: number): Promise<Audit> {
  await crew.all("calm", () => [patience]);
  const heads = new Heads();
  for (const [room, head] of (await crew.all("heads", () => [])).flat()) heads.hear(room, head);
  const all: RoomHeads = heads.entries();
  const audits = await crew.all("audit", () => [all, patience]);
  const sum = (of: (audit: Audit) => number) => audits.reduce((total, audit) => total + of(audit), 0);
  return {
    due: sum(({ due }) => due),
    lost: sum(({ lost }) => lost),
    behind: sum(({ behind }) => behind),
    absent: sum(({ absent }) => absent),
    unanswered: sum(({ unanswered }) => unanswered),
  };
}
