import type { Builder } from "@grafana/grafana-foundation-sdk/cog";
import * as common from "@grafana/grafana-foundation-sdk/common";
import {
  MappingType,
  type Panel,
  ThresholdsConfigBuilder,
  ThresholdsMode,
  type ValueMapping,
} from "@grafana/grafana-foundation-sdk/dashboard";
import { DataqueryBuilder } from "@grafana/grafana-foundation-sdk/prometheus";
import { PanelBuilder as FigureBuilder } from "@grafana/grafana-foundation-sdk/stat";
import { PanelBuilder as ChartBuilder } from "@grafana/grafana-foundation-sdk/timeseries";

/** A unit of Grafana's. */
export type Unit = "short" | "reqps" | "s" | "percentunit" | "bytes";

interface Described {
  /** What it tells whoever looks at it. */
  readonly about: string;
  readonly unit: Unit;
}

export interface Line {
  readonly query: string;
  /** May name labels: `{{instance}}`. */
  readonly legend: string;
}

interface ChartOptions extends Described {
  readonly lines: readonly Line[];
  /** Of 24; default: a third. */
  readonly width?: number;
}

interface FigureOptions extends Described {
  readonly query: string;
  /** From here on it is red; below it is well. */
  readonly badFrom?: number;
  /** Below this it is red. */
  readonly badBelow?: number;
  /** Words for values. */
  readonly words?: Readonly<Record<string, string>>;
}

export type PanelOf = Builder<Panel>;

const source = { type: "prometheus", uid: "$source" };

/** Lines over time, with the last value of each beside its name. */
export function chart(title: string, { about, unit, lines, width = 8 }: ChartOptions): PanelOf {
  const legend = new common.VizLegendOptionsBuilder()
    .showLegend(true)
    .displayMode(common.LegendDisplayMode.Table)
    .placement(common.LegendPlacement.Bottom)
    .calcs(["lastNotNull", "max"])
    .sortBy("Last *")
    .sortDesc(true);
  const tooltip = new common.VizTooltipOptionsBuilder()
    .mode(common.TooltipDisplayMode.Multi)
    .sort(common.SortOrder.Descending);
  const panel = new ChartBuilder()
    .title(title)
    .description(about)
    .datasource(source)
    .unit(unit)
    .min(0)
    .span(width)
    .height(8)
    .fillOpacity(8)
    .showPoints(common.VisibilityMode.Never)
    .legend(legend)
    .tooltip(tooltip);
  for (const [index, line] of lines.entries()) panel.withTarget(asked(line, index).range());
  return panel;
}

/** One number, as it is now. */
export function figure(title: string, options: FigureOptions): PanelOf {
  const { about, unit, query, words = {} } = options;
  return new FigureBuilder()
    .title(title)
    .description(about)
    .datasource(source)
    .unit(unit)
    .span(3)
    .height(4)
    .thresholds(new ThresholdsConfigBuilder().mode(ThresholdsMode.Absolute).steps(steps(options)))
    .mappings(mappings(words))
    .colorMode(common.BigValueColorMode.Value)
    .graphMode(common.BigValueGraphMode.None)
    .reduceOptions(new common.ReduceDataOptionsBuilder().calcs(["lastNotNull"]))
    .noValue("–")
    .withTarget(asked({ query, legend: title }, 0).instant());
}

const asked = ({ query, legend }: Line, index: number): DataqueryBuilder =>
  new DataqueryBuilder()
    .refId(String.fromCharCode("A".charCodeAt(0) + index))
    .datasource(source)
    .expr(query)
    .legendFormat(legend);

function steps({ badFrom, badBelow }: FigureOptions) {
  if (badBelow !== undefined) return [bad(null), well(badBelow)];
  if (badFrom !== undefined) return [well(null), bad(badFrom)];
  return [{ value: null, color: "text" }];
}

const well = (value: number | null) => ({ value, color: "green" });
const bad = (value: number | null) => ({ value, color: "red" });

const mappings = (words: Readonly<Record<string, string>>): ValueMapping[] => [
  {
    type: MappingType.ValueToText,
    options: Object.fromEntries(Object.entries(words).map(([value, text], index) => [value, { text, index }])),
  },
];
