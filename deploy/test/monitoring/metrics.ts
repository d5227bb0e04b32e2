import type { Stack } from "@hubbub/stack";

/** The names of the series that the product really exports, those without a series yet among them. */
export async function exportedNames({ replicas, emitter }: Stack): Promise<ReadonlySet<string>> {
  const urls = [...replicas.map(({ apiUrl }) => apiUrl), emitter.url];
  const texts = await Promise.all(urls.map(async url => (await fetch(`${url}/metrics`)).text()));
  const types = texts.flatMap(text => [...text.matchAll(/^# TYPE (\S+) (\S+)$/gm)]);
  return new Set(types.flatMap(([, name = "", type = ""]) => seriesOf(name, type)));
}

function seriesOf(name: string, type: string): string[] {
  if (type === "histogram") return ["_bucket", "_sum", "_count"].map(suffix => name + suffix);
  if (type === "summary") return [name, `${name}_sum`, `${name}_count`];
  return [name];
}

/** The metrics of Hubbub that an expression asks for; what a rule records has colons. */
export const metricsIn = (expr: string): string[] => expr.match(/(?<![\w:"])(?:\w+:)?hubbub[_:][\w:]+/g) ?? [];
