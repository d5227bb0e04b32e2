import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { readRules } from "./rules.ts";

const operations = join(import.meta.dirname, "../../docs/operations.md");

/** The headings below `## Runbooks`. */
async function readRunbooks(): Promise<string[]> {
  const [, section = ""] = (await readFile(operations, "utf8")).split(/^## Runbooks$/m);
  return [...(section.split(/^## /m)[0] ?? "").matchAll(/^### (\w+)$/gm)].map(([, heading = ""]) => heading);
}

describe("an alert", async () => {
  const alerts = (await readRules()).filter(({ alert }) => alert !== undefined);

  it("has a runbook, and each runbook an alert", async () => {
    const names = alerts.map(({ alert }) => alert);
    expect(names.length).toBeGreaterThan(20);
    expect(names.toSorted()).toEqual((await readRunbooks()).toSorted());
  });

  it.each(alerts)("says what it is and where to read on: $alert", ({ alert, labels, annotations }) => {
    expect(labels?.severity).toMatch(/^(critical|warning)$/);
    expect(annotations).toEqual({
      summary: expect.stringMatching(/\w/),
      description: expect.stringMatching(/\w/),
      runbook: `docs/operations.md#${alert?.toLowerCase()}`,
    });
  });
});
