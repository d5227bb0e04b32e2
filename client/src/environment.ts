import type { Environment } from "./types.ts";

/** 128 random bits; `crypto.randomUUID` is missing in browsers where the page came over plain http. */
function newId(): string {
  if (typeof crypto.randomUUID === "function") return crypto.randomUUID();
  const bytes = crypto.getRandomValues(new Uint8Array(16));
  return Array.from(bytes, byte => byte.toString(16).padStart(2, "0")).join("");
}

/** The clock, the dice and the timers of a browser or of Node. */
export const systemEnvironment: Environment = {
  now: () => Date.now(),
  random: () => Math.random(),
  newId,
  after(ms, run) {
    const timer = setTimeout(run, ms);
    return () => clearTimeout(timer);
  },
};
