import { HubbubError } from "@hubbub/protocol";
import { expect, it } from "vitest";
import { createLogger } from "./logger.ts";

it("does not tell what a broadcast that failed was to say, nor a key", () => {
  const lines: string[] = [];
  const logger = createLogger("info", { write: line => void lines.push(line) });
  const fault = Object.assign(new Error("NOPERM"), { command: { name: "publish", args: ["hubbub:io", "hush"] } });
  logger.warn({ err: fault }, "failed");
  logger.warn({ err: new HubbubError("unavailable", "Away.", { cause: fault }) }, "failed");
  logger.warn({ call: { text: "hush" }, headers: { authorization: "Bearer hush" } }, "failed");
  expect(lines).toHaveLength(3);
  expect(lines.join()).toContain("NOPERM");
  expect(lines.join()).not.toContain("hush");
});
