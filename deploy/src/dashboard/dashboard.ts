import type { Dashboard } from "@grafana/grafana-foundation-sdk/dashboard";
import * as grafana from "@grafana/grafana-foundation-sdk/dashboard";
import type { PanelOf } from "./panels.ts";
import { connections } from "./rows/connections.ts";
import { emitter } from "./rows/emitter.ts";
import { health } from "./rows/health.ts";
import { messages } from "./rows/messages.ts";
import { processes } from "./rows/processes.ts";
import { recovery } from "./rows/recovery.ts";
import { redis } from "./rows/redis.ts";

interface Row {
  readonly title: string;
  readonly panels: readonly PanelOf[];
}

const rows: readonly Row[] = [health, connections, messages, recovery, redis, processes, emitter];

/** The operator's board, as Grafana reads it. */
export function hubbubDashboard(): Dashboard {
  const board = new grafana.DashboardBuilder("Hubbub")
    .uid("hubbub")
    .description("Made by deploy/src/write-dashboard.ts. What each alert means is in docs/operations.md.")
    .tags(["hubbub"])
    .readonly()
    .tooltip(grafana.DashboardCursorSync.Crosshair)
    .time({ from: "now-1h", to: "now" })
    .refresh("10s")
    .withVariable(new grafana.DatasourceVariableBuilder("source").label("Prometheus").type("prometheus"))
    .withVariable(choice("job", "label_values(hubbub_connections, job)").label("Deployment"))
    .withVariable(choice("instance", 'label_values(hubbub_connections{job=~"$job"}, instance)').label("Replica"));
  for (const { title, panels } of rows) {
    board.withRow(new grafana.RowBuilder(title));
    for (const panel of panels) board.withPanel(panel);
  }
  const built = board.build();
  for (const [index, panel] of built.panels?.entries() ?? []) panel.id = index + 1;
  return built;
}

/** Some of the values that a label has; all of them until somebody chooses. */
const choice = (name: string, query: string): grafana.QueryVariableBuilder =>
  new grafana.QueryVariableBuilder(name)
    .datasource({ type: "prometheus", uid: "$source" })
    .query(query)
    .refresh(grafana.VariableRefresh.OnTimeRangeChanged)
    .sort(grafana.VariableSort.AlphabeticalAsc)
    .multi(true)
    .includeAll(true)
    .allValue(".*")
    .current({ selected: true, text: "All", value: "$__all" });
