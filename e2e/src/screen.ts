import { writeFile } from "node:fs/promises";
import { fileURLToPath } from "node:url";
import AxeBuilder from "@axe-core/playwright";
import { expect, type Page } from "@playwright/test";
import { artefacts } from "./environment.ts";
import { isCutOff, smallTargets } from "./touch.ts";

/** Those of the README, renewed with UPDATE_IMAGES=1. */
const shownInReadme = new Set(["chat-desktop-light", "chat-desktop-dark", "chat-phone-light", "details-phone-dark"]);
const images = fileURLToPath(new URL("../../docs/images", import.meta.url));

/** Each screen is accessible in both schemes and fits its page and the fingers that use it; its pictures are artefacts of the run. */
export async function screen(page: Page, name: string): Promise<void> {
  await page.mouse.move(0, 0);
  expect(await isCutOff(page), `${name} is cut off`).toBe(false);
  const isTouched = await page.evaluate(() => matchMedia("(pointer: coarse)").matches);
  if (isTouched) expect(await smallTargets(page), `${name} has targets smaller than a finger`).toEqual([]);
  for (const colorScheme of ["light", "dark"] as const) {
    await page.emulateMedia({ colorScheme, reducedMotion: "reduce" });
    // The page has no frames: without looking for them, and for the nodes that pass, this takes a quarter of the time.
    const axe = new AxeBuilder({ page }).options({ resultTypes: ["violations"] }).setLegacyMode(true);
    // The second scheme differs in its colours only.
    if (colorScheme === "dark") axe.withRules(["color-contrast", "link-in-text-block"]);
    const file = `${name}-${colorScheme}`;
    const picture = await page.screenshot({ path: `${artefacts}/${file}.png`, animations: "disabled" });
    if (process.env.UPDATE_IMAGES && shownInReadme.has(file)) await writeFile(`${images}/${file}.png`, picture);
    expect((await axe.analyze()).violations, file).toEqual([]);
  }
}
