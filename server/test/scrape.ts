/** The metrics of a replica at one moment: of a series, as `name{label="value"}` without `hubbub_`, the value, or 0. */
export type Metrics = (series: string) => number;

export async function scrape({ apiUrl }: { readonly apiUrl: string }): Promise<Metrics> {
  const values = new Map((await seriesOf(apiUrl)).map(line => splitLast(line)));
  return series => Number(values.get(`hubbub_${series}`) ?? 0);
}

/** How many series a replica exports that depend on its clients: not those of Node, and of Redis's commands. */
export const countSeries = async ({ apiUrl }: { readonly apiUrl: string }): Promise<number> =>
  (await seriesOf(apiUrl)).filter(line => !/^hubbub_(nodejs|redis_command_seconds)_/.test(line)).length;

async function seriesOf(apiUrl: string): Promise<string[]> {
  const text = await (await fetch(`${apiUrl}/metrics`)).text();
  return text.split("\n").filter(line => line !== "" && !line.startsWith("#"));
}

function splitLast(line: string): [string, string] {
  const at = line.lastIndexOf(" ");
  return [line.slice(0, at), line.slice(at + 1)];
}
