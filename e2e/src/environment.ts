import { fileURLToPath } from "node:url";

/** Screenshots, traces and results of the last run. */
export const artefacts = process.env.E2E_ARTEFACTS ?? fileURLToPath(new URL("../../artefacts/e2e", import.meta.url));

/** The Chromium to drive; without it, the one that Playwright installed. */
export const browserPath = process.env.CHROMIUM;
