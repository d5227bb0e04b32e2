import { HubbubError } from "@hubbub/protocol";
import { describe, expect, it } from "vitest";
import { Journal } from "./journal.ts";
import { createLogger } from "./logger.ts";

const ada = { id: "adaadaada", name: "Ada" };

function journalAt(level: string) {
  const lines: Record<string, unknown>[] = [];
  const logger = createLogger({ replica: "one", level }, { write: line => void lines.push(JSON.parse(line)) });
  return { journal: new Journal(logger), lines };
}

function live(journal: Journal): void {
  journal.refused("c1", new HubbubError("unauthenticated", "Who are you?"), { "x-request-id": "a b" });
  journal.opened("c2", ada, { "x-request-id": "5f0c" });
  journal.requestRefused("c2", "message:send", new HubbubError("rate_limited", "Too much at once."));
  journal.closed("c2", ada, "transport close");
}

describe("the journal of connections", () => {
  it("names the connection, and the request that nginx knows, in each line", () => {
    const { journal, lines } = journalAt("debug");
    live(journal);
    const told = lines.map(({ level: _, time: __, pid: ___, hostname: ____, ...line }) => line);
    expect(told).toEqual([
      {
        replica: "one",
        connection: "c1",
        code: "unauthenticated",
        reason: "Who are you?",
        msg: "Refused a connection",
      },
      { replica: "one", connection: "c2", user: ada.id, request: "5f0c", msg: "A connection opened" },
      {
        replica: "one",
        connection: "c2",
        event: "message:send",
        code: "rate_limited",
        reason: "Too much at once.",
        msg: "Refused a request",
      },
      { replica: "one", connection: "c2", user: ada.id, reason: "transport close", msg: "A connection closed" },
    ]);
  });

  it("says above that level only what is out of the ordinary", () => {
    const { journal, lines } = journalAt("info");
    live(journal);
    expect(lines).toEqual([]);
    journal.tooSlow("c3", 2_000_000);
    journal.failed("c3", new Error("a fault of ours"));
    expect(lines).toMatchObject([
      { connection: "c3", waiting: 2_000_000 },
      { connection: "c3", err: { message: "a fault of ours" } },
    ]);
  });
});
