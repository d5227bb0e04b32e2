import { join } from "node:path";
import { hubbubDashboard } from "./dashboard.ts";

/** What Grafana loads. */
export const dashboardFile = join(import.meta.dirname, "../../monitoring/grafana/dashboards/hubbub.json");

export const dashboardText = (): string => `${JSON.stringify(hubbubDashboard(), null, 2)}\n`;
