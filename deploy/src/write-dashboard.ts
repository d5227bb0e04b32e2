/** Writes the dashboard that Grafana loads. Run it after a change of what stands in dashboard/. */
import { writeFile } from "node:fs/promises";
import { dashboardFile, dashboardText } from "./dashboard/file.ts";

await writeFile(dashboardFile, dashboardText());
