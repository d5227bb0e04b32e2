import { HubbubError } from "@hubbub/protocol";
import { pino } from "pino";
import { expect, it } from "vitest";
import { CallLog } from "./call-log.ts";

function logAt(level: string) {
  const lines: object[] = [];
  const destination = { write: (line: string) => void lines.push(JSON.parse(line)) };
  return { calls: new CallLog(pino({ level, base: null, timestamp: false }, destination)), lines };
}

const receipt = { id: "deploy-42", room: "general", epoch: "e", seq: 7, receivers: 2, text: "not for the log" };

async function live(calls: CallLog): Promise<unknown> {
  const overHttp = () => ({ key: "reports" });
  const fromSource = () => ({ source: "kafka", place: "orders/3/42" });
  await calls.askedBy(overHttp, () => calls.told("announce", async () => receipt));
  const refused = calls.askedBy(fromSource, () =>
    calls.told("join", () => Promise.reject(new HubbubError("forbidden", "Banned."))),
  );
  return refused.catch((error: HubbubError) => error.code);
}

it("tells of each call who asked for it and what became of it, and never what it says", async () => {
  const { calls, lines } = logAt("debug");
  expect(await live(calls)).toBe("forbidden");
  const { text: _, ...told } = receipt;
  expect(lines).toEqual([
    { level: 20, key: "reports", verb: "announce", ...told, msg: "did a call" },
    { level: 20, source: "kafka", place: "orders/3/42", verb: "join", code: "forbidden", msg: "refused a call" },
  ]);
});

it("asks nobody who they are above that level", async () => {
  const { calls, lines } = logAt("info");
  let asked = false;
  const asker = () => {
    asked = true;
    return { key: "reports" };
  };
  await calls.askedBy(asker, () => calls.told("announce", async () => receipt));
  expect([asked, lines]).toEqual([false, []]);
});
