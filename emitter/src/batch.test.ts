import { HubbubError } from "@hubbub/protocol";
import { describe, expect, it } from "vitest";
import { fakeEmitter } from "../test/fake-emitter.ts";
import { runBatch } from "./batch.ts";
import type { BatchOptions, Call, DurableReceipt, Outcome } from "./types.ts";

const announce = (text: string, room = "general"): Call => ({ verb: "announce", room, text });
const message = (name: string, text: string): Call => ({ verb: "message", user: { name }, text });

/** A batch whose calls end when the test says so. */
function held() {
  const begun: string[] = [];
  const ends = new Map<string, PromiseWithResolvers<DurableReceipt>>();
  const begin = (text: string) => {
    begun.push(text);
    const end = Promise.withResolvers<DurableReceipt>();
    ends.set(text, end);
    return end.promise;
  };
  const emitter = fakeEmitter({
    announce: (_room, text) => begin(text),
    message: (_user, text) => begin(text),
    async join() {
      begun.push("join");
      return { ...receipt, user: { id: "ada00000", name: "Ada" }, receivers: 1 };
    },
  });
  const receipt = { id: "i", room: "general", epoch: "e", seq: 1 };
  return {
    begun,
    emitter,
    end: (text: string) => ends.get(text)?.resolve(receipt),
    fail: (text: string) => ends.get(text)?.reject(new HubbubError("unavailable", "Redis is away.")),
  };
}

/** Lets everything go on that can. */
const turn = () => new Promise(resolve => setImmediate(resolve));

async function collect(outcomes: AsyncIterable<Outcome>): Promise<Outcome[]> {
  const all: Outcome[] = [];
  for await (const outcome of outcomes) all.push(outcome);
  return all;
}

/** An emitter that does everything at once, and notes it. */
function prompt(calls: Iterable<Call> | AsyncIterable<Call>, options?: BatchOptions) {
  const said: string[] = [];
  const say = async (text: string): Promise<DurableReceipt> => {
    if (text === "bad") throw new HubbubError("not_found", "There is no room.");
    said.push(text);
    return { id: text, room: "general", epoch: "e", seq: said.length };
  };
  const emitter = fakeEmitter({ announce: (_room, text) => say(text), message: (_user, text) => say(text) });
  return { said, outcomes: runBatch(emitter, calls, options) };
}

describe("a batch", () => {
  it("tells outcomes in the order of the calls, each with its index", async () => {
    const { emitter, end } = held();
    const outcomes = collect(runBatch(emitter, [announce("a", "one"), announce("b", "two")]));
    await turn();
    end("b");
    await turn();
    end("a");
    expect((await outcomes).map(({ index, ok }) => [index, ok])).toEqual([
      [0, true],
      [1, true],
    ]);
  });

  it("goes on after a call that fails or is none, and tells it", async () => {
    const wrong = JSON.parse('{"verb": "announce", "room": "general", "text": "c", "idempotencykey": "k"}');
    const { said, outcomes } = prompt([announce("a"), announce("bad"), announce(""), wrong, announce("z")]);
    const errors = (await collect(outcomes)).map(outcome => (outcome.ok ? "ok" : outcome.error.code));
    expect(errors).toEqual(["ok", "not_found", "invalid_payload", "invalid_payload", "ok"]);
    expect(said).toEqual(["a", "z"]);
  });

  it("begins nothing more after a failure where it is asked to stop", async () => {
    const calls = [announce("a"), announce("bad"), announce("b"), announce("c")];
    const { said, outcomes } = prompt(calls, { stopOnError: true, concurrency: 1 });
    expect((await collect(outcomes)).map(({ ok }) => ok)).toEqual([true, false]);
    expect(said).toEqual(["a"]);
  });

  it("begins nothing more once it is aborted, even while it waits for a call", async () => {
    const abort = new AbortController();
    const never = (async function* () {
      yield announce("a");
      await new Promise(() => {});
    })();
    const { said, outcomes } = prompt(never, { signal: abort.signal });
    const all = collect(outcomes);
    await turn();
    abort.abort();
    expect(await all).toHaveLength(1);
    expect(said).toEqual(["a"]);
  });

  it("may be aborted by its own source", async () => {
    const abort = new AbortController();
    const calls = (function* () {
      yield announce("a");
      abort.abort();
      yield announce("b");
    })();
    const { said, outcomes } = prompt(calls, { signal: abort.signal });
    expect(await collect(outcomes)).toHaveLength(1);
    expect(said).toEqual(["a"]);
  });

  it("takes calls no faster than outcomes are taken", async () => {
    let given = 0;
    const calls = (function* () {
      for (; given < 100; given++) yield announce(`${given}`);
    })();
    const { outcomes } = prompt(calls, { concurrency: 4 });
    const iterator = outcomes[Symbol.asyncIterator]();
    await iterator.next();
    expect(given).toBeLessThanOrEqual(4);
    await iterator.return?.(undefined);
  });

  it("tells what came before a fault of the calls themselves, then throws it", async () => {
    const calls = (async function* () {
      yield announce("a");
      throw new Error("torn file");
    })();
    const { said, outcomes } = prompt(calls);
    await expect(collect(outcomes)).rejects.toThrow("torn file");
    expect(said).toEqual(["a"]);
  });
});

describe("the order of a batch", () => {
  it("lets announcements to one room follow each other once the first went through", async () => {
    const { emitter, begun, end } = held();
    void collect(
      runBatch(
        emitter,
        ["a", "b", "c"].map(text => announce(text)),
      ),
    );
    await turn();
    expect(begun).toEqual(["a"]);
    end("a");
    await turn();
    expect(begun).toEqual(["a", "b", "c"]);
  });

  it("lets calls about one person wait for each other, and nobody else", async () => {
    const { emitter, begun, fail } = held();
    void collect(runBatch(emitter, [message("Ada", "a1"), message("ada", "a2"), message("Bob", "b1")]));
    await turn();
    expect(begun).toEqual(["a1", "b1"]);
    fail("a1");
    await turn();
    expect(begun).toEqual(["a1", "b1", "a2"]);
  });

  it("lets somebody into a room after all that was announced before, and before what comes after", async () => {
    const { emitter, begun, end } = held();
    const calls: Call[] = [announce("a"), { verb: "join", user: { name: "Ada" }, room: "general" }, announce("b")];
    void collect(runBatch(emitter, calls));
    await turn();
    expect(begun).toEqual(["a"]);
    end("a");
    await turn();
    expect(begun).toEqual(["a", "join", "b"]);
  });
});
