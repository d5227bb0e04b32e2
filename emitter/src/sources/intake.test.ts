import { HubbubError } from "@hubbub/protocol";
import { describe, expect, it, onTestFinished } from "vitest";
import type { Emitter } from "../types.ts";
import { Intake } from "./intake.ts";
import type { Delivery, Ended, Source } from "./source.ts";

const said = (text: string, fields: Partial<Delivery> = {}): Delivery => ({
  place: text,
  lane: undefined,
  key: `key-${text}`,
  deliveries: 1,
  trace: {},
  read: () => ({ verb: "announce", room: "general", text }),
  ...fields,
});

/** Runs an intake over what is handed over, in turns; `announce` is what Redis would say. */
function start(turns: (readonly Delivery[] | Error)[], announce: (text: string) => Promise<void> = async () => {}) {
  const performed: { text: string; idempotencyKey: string | undefined }[] = [];
  const settled: Ended<Delivery>[] = [];
  const counted: string[] = [];
  let waiting: (() => void) | undefined;
  let left: (() => void) | undefined;
  const source: Source<Delivery> = {
    name: "test",
    async take(signal) {
      const turn = turns.shift();
      if (turn instanceof Error) throw turn;
      if (turn) return turn;
      waiting?.();
      await new Promise<void>(resolve => signal.addEventListener("abort", () => resolve()));
      return [];
    },
    async settle(ended) {
      settled.push(...ended);
    },
    lag: async () => new Map(),
    close: async () => left?.(),
  };
  const emitter = {
    async announce(room: string, text: string, options?: { idempotencyKey?: string | undefined }) {
      await announce(text);
      performed.push({ text, idempotencyKey: options?.idempotencyKey });
      return { id: "i", room, epoch: "e", seq: 1 };
    },
  } as Partial<Emitter> as Emitter;
  const intake = new Intake({
    source,
    emitter,
    calls: { askedBy: (_, work) => work() },
    metrics: {
      consumed: (_, result) => counted.push(result),
      retried: () => counted.push("retry"),
      isUp: () => {},
      lag: () => {},
    },
    rules: { tries: 2, random: () => 0 },
    logger: { info: () => {}, warn: () => {} },
    now: () => 0,
  });
  const done = new Promise<void>(resolve => {
    waiting = resolve;
  });
  intake.start();
  onTestFinished(() => intake.stop());
  return { intake, done, performed, settled, counted };
}

const failing = (error: unknown) => () => Promise.reject(error);

describe("an intake", () => {
  it("performs what it takes under the key of its delivery, then settles it", async () => {
    const { done, performed, settled } = start([[said("one"), said("two", { lane: "other" })]]);
    await done;
    expect(performed).toEqual([
      { text: "one", idempotencyKey: "key-one" },
      { text: "two", idempotencyKey: "key-two" },
    ]);
    expect(settled.map(({ delivery, failure }) => [delivery.place, failure])).toEqual([
      ["one", undefined],
      ["two", undefined],
    ]);
  });

  it("leaves a job its own idempotency key", async () => {
    const call = { verb: "announce", room: "general", text: "one", idempotencyKey: "mine" };
    const { done, performed } = start([[said("one", { read: () => call })]]);
    await done;
    expect(performed).toEqual([{ text: "one", idempotencyKey: "mine" }]);
  });

  it("tries again what failed for now, and lets nothing of its lane go before it", async () => {
    let away = 2;
    const announce = async (text: string) => {
      if (text === "one" && away-- > 0) throw new HubbubError("unavailable", "Redis is away.");
    };
    const { done, performed, counted } = start([[said("one"), said("two")]], announce);
    await done;
    expect(performed.map(({ text }) => text)).toEqual(["one", "two"]);
    expect(counted).toEqual(["retry", "retry", "ok", "ok"]);
  });

  it("gives up what fails for good, with the reason, and goes on with its lane", async () => {
    const announce = async (text: string) => {
      if (text === "one") throw new HubbubError("not_found", "There is no such room.");
    };
    const { done, performed, settled } = start([[said("one"), said("two")]], announce);
    await done;
    expect(performed.map(({ text }) => text)).toEqual(["two"]);
    expect(settled[0]?.failure).toMatchObject({ code: "not_found", message: "There is no such room." });
  });

  it.each([
    ["is no JSON", said("x", { read: () => JSON.parse("{") }), "internal"],
    ["is no call", said("x", { read: () => ({ verb: "shout" }) }), "invalid_payload"],
    ["has ended processes before", said("x", { deliveries: 3 }), "internal"],
  ])("gives up at once what %s", async (_, delivery, code) => {
    const { done, performed, settled } = start([[delivery]]);
    await done;
    expect(performed).toEqual([]);
    expect(settled[0]?.failure).toMatchObject({ code });
  });

  it("gives up what fails by a fault of ours after as many tries as it is told", async () => {
    const { done, settled, counted } = start([[said("one")]], failing(new Error("odd")));
    await done;
    expect(settled[0]?.failure).toMatchObject({ code: "internal" });
    expect(counted).toEqual(["retry", "internal"]);
  });

  it("takes again after its source was away", async () => {
    const { done, performed } = start([new Error("away"), [said("one")]]);
    await done;
    expect(performed).toHaveLength(1);
  });

  it("leaves to others what it could not do before it is stopped", async () => {
    const tried = Promise.withResolvers<void>();
    const { intake, settled } = start([[said("one"), said("two")]], async () => {
      tried.resolve();
      throw new HubbubError("unavailable", "Redis is away.");
    });
    await tried.promise;
    await intake.stop();
    expect(settled).toEqual([]);
  });
});
