/** Panels over one time axis, one below the other: nobody has to guess which of two axes a line belongs to. */
import { clockTime, linear, logarithmic, type Scale, timeScale, written } from "./scale.ts";
import { element, label, polyline } from "./svg.ts";

export interface Series {
  readonly name: string;
  /** One for each of the chart's times; NaN where it is not known. */
  readonly values: readonly number[];
}

export interface Panel {
  readonly title: string;
  readonly unit: string;
  readonly scale: "linear" | "logarithmic";
  /** Four at most. */
  readonly series: readonly Series[];
  /** In px. */
  readonly height: number;
}

export interface Chart {
  readonly title: string;
  readonly subtitle: string;
  /** In seconds. */
  readonly times: readonly number[];
  readonly panels: readonly Panel[];
}

const width = 860;
const left = 66;
const right = 18;
const top = 72;
const between = 46;
const bottom = 40;
const plotWidth = width - left - right;

const style = `
text{font:12px system-ui,-apple-system,"Segoe UI",sans-serif;fill:#57606a}
.title{font-size:17px;font-weight:600;fill:#1f2328}
.name{font-weight:600;fill:#1f2328}
.ground{fill:#ffffff}
.grid{stroke:#d8dee4;stroke-width:1}
.line{fill:none;stroke-width:1.8;stroke-linejoin:round;stroke-linecap:round}
.s0{stroke:#0969da}.s1{stroke:#bc4c00}.s2{stroke:#1a7f37}.s3{stroke:#8250df}
@media (prefers-color-scheme:dark){
text{fill:#9198a1}.title,.name{fill:#f0f6fc}.ground{fill:#0d1117}.grid{stroke:#30363d}
.s0{stroke:#58a6ff}.s1{stroke:#ffa657}.s2{stroke:#56d364}.s3{stroke:#d2a8ff}
}`;

/** An SVG that stands by itself, light or dark as its reader is. */
export function drawChart({ title, subtitle, times, panels }: Chart): string {
  const time = timeScale(Math.max(1, ...times));
  let y = top;
  const drawn = panels.map(panel => {
    const at = y + 18;
    y = at + panel.height + between - 18;
    return drawPanel(panel, times, time, at);
  });
  const height = y - between + bottom + 18;
  const view = { xmlns: "http://www.w3.org/2000/svg", viewBox: `0 0 ${width} ${height}`, role: "img" };
  return `${element("svg", { ...view, width, height, "aria-label": `${title}. ${subtitle}` }, [
    element("style", {}, [style]),
    element("rect", { class: "ground", width, height, rx: 6 }),
    label(left, 28, title, { class: "title" }),
    label(left, 47, subtitle),
    ...drawn,
    label(left + plotWidth, height - 8, "time since the beginning, minutes:seconds", { "text-anchor": "end" }),
  ])}\n`;
}

function drawPanel({ title, unit, scale, series, height }: Panel, times: readonly number[], time: Scale, y: number) {
  const values = series.flatMap(each => each.values);
  const axis = scale === "linear" ? linear(values) : logarithmic(values);
  const x = (seconds: number) => left + time.at(seconds) * plotWidth;
  const down = (value: number) => y + (1 - axis.at(value)) * height;
  return element("g", {}, [
    label(left, y - 10, `${title}, ${unit}`, { class: "name" }),
    ...legend(series, y - 10),
    ...axis.ticks.flatMap(tick => [
      element("line", { class: "grid", x1: left, x2: left + plotWidth, y1: down(tick), y2: down(tick) }),
      label(left - 8, down(tick) + 4, written(tick), { "text-anchor": "end" }),
    ]),
    ...time.ticks.map(tick => label(x(tick), y + height + 16, clockTime(tick), { "text-anchor": "middle" })),
    ...series.map((each, index) =>
      element("path", {
        class: `line s${index}`,
        d: polyline(times.map((seconds, at) => [x(seconds), down(each.values[at] ?? Number.NaN)])),
      }),
    ),
  ]);
}

/** From the right, so that it never meets the title. A single line needs none. */
function legend(series: readonly Series[], y: number): string[] {
  if (series.length < 2) return [];
  let x = left + plotWidth;
  return series
    .map((each, index) => ({ ...each, index }))
    .reverse()
    .flatMap(({ name, index }) => {
      const end = x;
      x -= name.length * 5.9 + 38;
      return [
        element("path", { class: `line s${index}`, d: `M${x + 12} ${y - 4}h16` }),
        label(end, y, name, { "text-anchor": "end" }),
      ];
    });
}
