import { readFile } from "node:fs/promises";
import { describe, expect, it } from "vitest";
import { hubbubDashboard } from "./dashboard.ts";
import { dashboardFile, dashboardText } from "./file.ts";

const panels = (hubbubDashboard().panels ?? []).filter(panel => panel.type !== "row");

describe("the dashboard", () => {
  it("is what its source makes; if not, run node deploy/src/write-dashboard.ts", async () => {
    expect(await readFile(dashboardFile, "utf8")).toBe(dashboardText());
  });

  it("says of each panel what it tells, and asks for something", () => {
    expect(panels.length).toBeGreaterThan(30);
    const told = { description: expect.stringMatching(/\w/), targets: expect.arrayContaining([expect.anything()]) };
    for (const panel of panels) expect(panel).toMatchObject(told);
  });

  it("has a name of its own for each panel", () => {
    const titles = panels.map(({ title }) => title);
    expect(new Set(titles).size).toBe(titles.length);
  });
});
