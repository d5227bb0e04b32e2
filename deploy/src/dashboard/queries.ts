/** PromQL that the rows of the dashboard have in common. */

/** `$job` and `$instance`: what the dashboard is narrowed to. */
const chosen = 'job=~"$job", instance=~"$instance"';

/** A metric of the chosen replicas. `labels`: further matchers, such as `code!="ok"`. */
export const ofReplicas = (metric: string, labels?: string): string =>
  `${metric}{${labels === undefined ? chosen : `${chosen}, ${labels}`}}`;

/** By the second, over a window that fits what is looked at. */
export const rate = (counter: string): string => `rate(${counter}[$__rate_interval])`;

export const sum = (vector: string): string => `sum(${vector})`;

export const sumBy = (label: string, vector: string): string => `sum by (${label}) (${vector})`;

/** `buckets`: those of a histogram, chosen. `labels`: what to tell apart; what was not seen lately is left out. */
export function quantile(share: number, buckets: string, ...labels: string[]): string {
  return `histogram_quantile(${share}, ${sumBy(["le", ...labels].join(", "), rate(buckets))}) >= 0`;
}

/** What has no series before it happens for the first time is 0 until then. `label`: what it is told apart by. */
export function orNone(vector: string, label?: string): string {
  const none = label === undefined ? "vector(0)" : `label_replace(vector(0), "${label}", "none", "", "")`;
  return `${vector} or on () ${none}`;
}
