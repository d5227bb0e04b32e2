import type { Audit } from "../crew/orders.ts";
import type { LoadOptions } from "../options.ts";
import { latencies, totalOf } from "../people/notes.ts";
import type { Course, Point } from "./course.ts";
import type { ReplicaCost } from "./replica-cost.ts";
import { told } from "./verdict.ts";

const number = (value: number): string => (Number.isFinite(value) ? Math.round(value).toLocaleString("en-US") : "–");
const ms = (value: number): string => (Number.isFinite(value) ? value.toFixed(1) : "–");

/** The line that is drawn anew while the run goes on. */
export function progressLine(point: Point, { counts }: Course, { users }: Pick<LoadOptions, "users">): string {
  const refused = totalOf(counts.refused);
  return [
    `${point.at.toFixed(0).padStart(4)} s`,
    `${number(point.online)} of ${number(users)} online`,
    ...(refused > 0 ? [`refused ${number(refused)}`] : []),
    `sent ${number(point.sentPerSecond)}/s`,
    `delivered ${number(point.deliveredPerSecond)}/s`,
    `p50 ${ms(point.delivery.p50)} ms, p99 ${ms(point.delivery.p99)} ms`,
  ].join(" · ");
}

/** What is said at the end, for a person. */
export function summary(
  course: Course,
  audit: Audit,
  replicas: readonly ReplicaCost[],
  faults: readonly string[],
): string {
  const { counts, cost } = course;
  const line = (name: string, value: string) => `${name.padEnd(12)}${value}`;
  const some = (name: string, byCode: Readonly<Record<string, number>>) =>
    totalOf(byCode) > 0 ? [line(name, told(byCode))] : [];
  return [
    `${"ms".padEnd(12)}${["p50", "p90", "p99", "max", "count"].map(head => head.padStart(11)).join("")}`,
    ...latencies.map(name => {
      const { p50, p90, p99, max, count } = course.latency(name);
      return line(name, [...[p50, p90, p99, max].map(ms), number(count)].map(cell => cell.padStart(11)).join(""));
    }),
    "",
    line(
      "users",
      `${number(counts.connected)} came in, ${number(counts.left)} went, ${number(counts.reconnected)} came back`,
    ),
    ...some("refused", counts.refused),
    ...some("cut", counts.cut),
    line(
      "messages",
      `${number(counts.sent)} sent, ${number(counts.acked)} acked, ${number(totalOf(counts.failed))} failed`,
    ),
    ...some("failed", counts.failed),
    line(
      "deliveries",
      `${number(counts.delivered)} live, ${number(counts.caughtUp)} after a return, ${number(counts.repeated)} repeated`,
    ),
    line("log", `${number(audit.due)} due, ${number(audit.lost)} lost; ${number(counts.gaps)} gaps asked for`),
    ...replicas.map(({ connections, residentMb, arrivingPercent, servingPercent }, index) =>
      line(
        `replica ${index + 1}`,
        `${number(connections)} connections, ${number(residentMb)} MB, ${number(arrivingPercent)} % of a core while they came, then ${number(servingPercent)} %`,
      ),
    ),
    line(
      "this side",
      `${number(cost.cpuSeconds)} s of processor, ${number(cost.residentMb)} MB, timers late by ${ms(cost.lagMs)} ms at worst (p99 of a second)`,
    ),
    "",
    ...(faults.length === 0 ? ["Nothing was lost."] : faults.map(fault => `✘ ${fault}`)),
  ].join("\n");
}
