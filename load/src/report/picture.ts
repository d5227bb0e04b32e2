import { drawChart, type Panel, type Series } from "../chart/chart.ts";
import type { Point, ReplicaPoint } from "./course.ts";

/** So many points a line has at most: more would not be seen. */
const most = 400;

type Merge = (values: readonly number[]) => number;

const mean: Merge = values => values.reduce((sum, value) => sum + value, 0) / values.length;
/** Of many seconds the worst stands for all. */
const worst: Merge = values => Math.max(...values);

/** The run over time, as an SVG. */
export function drawRun(title: string, subtitle: string, points: readonly Point[]): string {
  const size = Math.max(1, Math.ceil(points.length / most));
  const groups = Array.from({ length: Math.ceil(points.length / size) }, (_, index) =>
    points.slice(index * size, (index + 1) * size),
  );
  const series = (name: string, merge: Merge, value: (point: Point) => number): Series => ({
    name,
    values: groups.map(group => merge(group.map(value).filter(Number.isFinite))).map(finite),
  });
  const replicas = Array.from({ length: Math.min(4, points.at(-1)?.replicas.length ?? 0) }, (_, index) => index);
  const ofReplicas = (value: (replica: ReplicaPoint) => number) =>
    replicas.map(index =>
      series(`replica ${index + 1}`, mean, ({ replicas }) => {
        const replica = replicas[index];
        return replica ? value(replica) : Number.NaN;
      }),
    );
  const panel = (title: string, unit: string, series: readonly Series[], height = 84): Panel => ({
    ...{ title, unit, series, height, scale: "linear" },
  });
  const panels: Panel[] = [
    {
      ...panel("Delivery", "ms", [
        series("p50", worst, ({ delivery }) => delivery.p50),
        series("p99", worst, ({ delivery }) => delivery.p99),
      ]),
      scale: "logarithmic",
      height: 150,
    },
    panel("Connections", "users online", [series("online", mean, ({ online }) => online)]),
    panel("Messages", "a second", [series("sent", mean, ({ sentPerSecond }) => sentPerSecond)]),
    panel("Deliveries", "a second", [series("delivered", mean, ({ deliveredPerSecond }) => deliveredPerSecond)]),
  ];
  if (replicas.length > 0) {
    panels.push(
      panel(
        "Processor of each replica",
        "% of a core",
        ofReplicas(({ cpuPercent }) => cpuPercent),
      ),
      panel(
        "Resident memory of each replica",
        "MB",
        ofReplicas(({ residentMb }) => residentMb),
      ),
    );
  }
  return drawChart({ title, subtitle, times: groups.map(group => group.at(-1)?.at ?? 0), panels });
}

const finite = (value: number): number => (Number.isFinite(value) ? value : Number.NaN);
