import { expect, it } from "vitest";
import { connectFrame, FrameReader, requestFrame } from "./frames.ts";
import { stamped, stampOf } from "./texts.ts";

it("reads what a replica says, as docs/protocol.md shows it", () => {
  const reader = new FrameReader();
  expect(reader.read('0{"sid":"a","pingInterval":25000}')).toEqual({ type: "opened" });
  expect(reader.read('40{"sid":"b"}')).toEqual({ type: "connected" });
  const data = { code: "unauthenticated", temporary: false };
  expect(reader.read(`44{"message":"no","data":${JSON.stringify(data)}}`)).toEqual({ type: "refused", data });
  expect(reader.read("2")).toEqual({ type: "ping" });
  expect(reader.read('4317[{"ok":true}]')).toEqual({ type: "acked", id: 17, answer: { ok: true } });
  const head = { room: "general", epoch: "e", seq: 4 };
  const event = { type: "event", name: "room:position", payload: head };
  expect(reader.read(`42["room:position",${JSON.stringify(head)}]`)).toEqual(event);
});

it("parses once what many users get, and passes over what none of them needs", () => {
  const reader = new FrameReader();
  const batch = '42["message:batch",{"room":"general","epoch":"e","messages":[]}]';
  expect(reader.read(batch)).toBe(reader.read(batch));
  expect(reader.read('42["presence:diff",{"room":"general"}]')).toEqual({ type: "other" });
  expect(reader.read("41")).toEqual({ type: "other" });
});

it("asks as docs/protocol.md shows it", () => {
  expect(connectFrame({ token: "t" })).toBe('40{"token":"t"}');
  expect(requestFrame(3, "room:join", { room: "a" })).toBe('423["room:join",{"room":"a"}]');
});

it("stamps a text with when it was sent, for those of the same run", () => {
  const text = stamped("abc", 1_234.567, 100);
  expect(text).toHaveLength(100);
  expect(stampOf("abc", text)).toBe(1_234.567);
  expect(stampOf("xyz", text)).toBeNull();
  expect(stampOf("abc", "hello")).toBeNull();
});
