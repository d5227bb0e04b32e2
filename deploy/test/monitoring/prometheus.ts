import { findProgram, freePort, Part } from "@hubbub/stack";

/** One series of an answer: its labels, and its value now. */
export interface Sample {
  readonly labels: Readonly<Record<string, string>>;
  readonly value: number;
}

/** A real Prometheus. */
export interface Prometheus extends Part {
  /** The series that `query` gives now. Rejects with what is wrong with it. */
  query(query: string): Promise<readonly Sample[]>;
  /** The names of the alerts that fire. */
  firing(): Promise<ReadonlySet<string>>;
}

/** `config`: the path of its configuration. Keeps its data in `dir`. Resolves when it answers. */
export async function startPrometheus(config: string, dir: string): Promise<Prometheus> {
  const port = await freePort();
  const url = `http://127.0.0.1:${port}`;
  const part = new Part({
    name: "prometheus",
    command: programPath("prometheus", "PROMETHEUS"),
    args: [`--config.file=${config}`, `--storage.tsdb.path=${dir}/data`, `--web.listen-address=127.0.0.1:${port}`],
    ports: [port],
    ready: process => process.line(/ready to receive web requests/),
  });
  await part.start();
  return Object.assign(part, {
    query: async (query: string) => {
      const { result } = await ask<{ result: readonly Series[] }>(`${url}/api/v1/query`, { query });
      return result.map(({ metric, value: [, value] }) => ({ labels: metric, value: Number(value) }));
    },
    firing: async () => {
      const { alerts } = await ask<{ alerts: readonly Alert[] }>(`${url}/api/v1/alerts`);
      return new Set(alerts.filter(({ state }) => state === "firing").map(({ labels }) => labels.alertname));
    },
  });
}

export function programPath(name: string, variable: string): string {
  const path = findProgram(name, variable);
  if (path === undefined) throw new Error(`${name} was not found: install it, or name its path in ${variable}.`);
  return path;
}

interface Series {
  readonly metric: Readonly<Record<string, string>>;
  readonly value: readonly [number, string];
}

interface Alert {
  readonly state: "pending" | "firing";
  readonly labels: { readonly alertname: string };
}

async function ask<Data>(url: string, query: Readonly<Record<string, string>> = {}): Promise<Data> {
  const answer = await fetch(`${url}?${new URLSearchParams(query)}`);
  const { data, error } = (await answer.json()) as { data: Data; error?: string };
  if (error !== undefined) throw new Error(error);
  return data;
}
