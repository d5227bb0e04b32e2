import { describe, expect, it } from "vitest";
import { createLogger } from "./logger.ts";

function logged(write: (logger: ReturnType<typeof createLogger>) => void): Record<string, unknown>[] {
  const lines: string[] = [];
  write(createLogger({ replica: "one", level: "info" }, { write: line => void lines.push(line) }));
  return lines.map(line => JSON.parse(line));
}

describe("createLogger", () => {
  it("writes JSON that names the replica", () => {
    expect(logged(logger => logger.info({ room: "general" }, "hello"))).toMatchObject([
      { replica: "one", room: "general", msg: "hello" },
    ]);
  });

  it("strikes out what would give an account away", () => {
    const headers = { authorization: "Bearer abc", cookie: "hubbub_refresh=abc" };
    const [line] = logged(logger => logger.info({ token: "abc", body: { password: "abc" }, request: { headers } }));
    expect(JSON.stringify(line)).not.toContain("abc");
  });

  it("strikes out what somebody said", () => {
    const message = { seq: 7, text: "abc", clientMessageId: "m" };
    const [line] = logged(logger => logger.info({ text: "abc", message, batch: { message } }));
    expect(line).toMatchObject({ message: { seq: 7, clientMessageId: "m" } });
    expect(JSON.stringify(line)).not.toContain("abc");
  });

  it("does not tell what a failed command was to write", () => {
    const fault = Object.assign(new Error("ERR no"), {
      command: { name: "hset", args: ["account:ada", "scrypt$abc"] },
    });
    const [line] = logged(logger => logger.error({ err: fault }, "failed"));
    expect(line).toMatchObject({ err: { message: "ERR no", command: { name: "hset" } } });
    expect(JSON.stringify(line)).not.toContain("abc");
  });

  it("leaves out what is below its level", () => {
    expect(logged(logger => logger.debug("a detail"))).toEqual([]);
  });
});
