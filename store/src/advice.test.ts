import { expect, it } from "vitest";
import { adviceOn } from "./advice.ts";

const info = (maxmemory: number, policy: string, aof: number) =>
  `# Memory\r\nmaxmemory:${maxmemory}\r\nmaxmemory_policy:${policy}\r\n# Persistence\r\naof_enabled:${aof}\r\n`;

it.each([
  ["nothing of a Redis that keeps what it has", info(1_000, "noeviction", 1), []],
  ["nothing of a policy without a bound", info(0, "allkeys-lru", 1), []],
  ["nothing where it does not say", "", []],
  ["of one that drops keys", info(1_000, "allkeys-lru", 1), [expect.stringContaining("noeviction")]],
  ["of one that forgets", info(0, "noeviction", 0), [expect.stringContaining("appendonly")]],
])("says %s", (_, text, advice) => {
  expect(adviceOn(text)).toEqual(advice);
});
