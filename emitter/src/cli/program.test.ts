import { HubbubError } from "@hubbub/protocol";
import { describe, expect, it } from "vitest";
import { fakeEmitter } from "../../test/fake-emitter.ts";
import { run } from "./program.ts";

/** Runs the command line over an emitter that notes its calls, or fails each of them with `fault`. */
async function emit(argv: readonly string[], { stdin = "", fault }: { stdin?: string; fault?: unknown } = {}) {
  const calls: unknown[][] = [];
  let out = "";
  let err = "";
  let closed = false;
  const note = async <R>(receipt: R, ...call: unknown[]): Promise<R> => {
    calls.push(call);
    if (fault !== undefined) throw fault;
    return receipt;
  };
  const emitter = fakeEmitter({
    announce: (room, text, options) =>
      note({ id: "a", room, epoch: "e", seq: 7 }, "announce", room, text, options?.idempotencyKey),
    message: (user, text, options) =>
      note({ id: "m", room: "dm:a:b", epoch: "e", seq: 8 }, "message", user, text, options?.idempotencyKey),
    notify: (target, notice) => note({ id: "n", receivers: 2 }, "notify", target, notice),
    close: async () => {
      closed = true;
    },
  });
  const code = await run(argv, {
    stdin: (async function* () {
      yield Buffer.from(stdin);
    })(),
    out: text => {
      out += text;
    },
    complain: text => {
      err += text;
    },
    connect: () => emitter,
  });
  return { code, out, err, calls, closed };
}

describe("hubbub-emit", () => {
  it("announces and says one calm line", async () => {
    const { code, out, err, calls, closed } = await emit(["announce", "general", "Deploy at 17:00"]);
    expect({ code, out, err, closed }).toEqual({
      code: 0,
      out: "Announced in general, message 7.\n",
      err: "",
      closed: true,
    });
    expect(calls).toEqual([["announce", "general", "Deploy at 17:00", undefined]]);
  });

  it("prints the receipt as JSON when asked", async () => {
    const { out } = await emit(["announce", "general", "Hello", "--json", "--idempotency-key", "k1"]);
    expect(JSON.parse(out)).toEqual({ id: "a", room: "general", epoch: "e", seq: 7 });
  });

  it("writes to a person by name, or by id", async () => {
    expect((await emit(["message", "Ada", "Hi"])).calls).toEqual([["message", { name: "Ada" }, "Hi", undefined]]);
    expect((await emit(["message", "ada00000", "Hi", "--id"])).calls[0]?.[1]).toBe("ada00000");
  });

  it.each([
    ["everyone", "everyone"],
    ["user:Ada", { user: { name: "Ada" } }],
    ["room:general", { room: "general" }],
  ])("notifies %s", async (argument, target) => {
    const { calls, out } = await emit(["notify", argument, "Back at five", "--title", "Works", "--kind", "warning"]);
    expect(calls).toEqual([["notify", target, { kind: "warning", title: "Works", text: "Back at five" }]]);
    expect(out).toBe("Handed to 2 replicas.\n");
  });

  it("reads the text from standard input for -, without its last line break", async () => {
    const { calls } = await emit(["announce", "general", "-"], { stdin: "two\nlines\n" });
    expect(calls[0]?.[2]).toBe("two\nlines");
  });

  it("stops reading standard input when it is too long", async () => {
    const { code, err } = await emit(["announce", "general", "-"], { stdin: "x".repeat(20_000) });
    expect(code).toBe(3);
    expect(err).toContain("4000 characters");
  });

  it.each([
    ["not_found", 3],
    ["invalid_payload", 3],
    ["too_large", 3],
    ["unavailable", 4],
    ["internal", 1],
  ] as const)("ends a refusal as %s with exit code %i, one sentence and a closed emitter", async (reason, expected) => {
    const { code, out, err, closed } = await emit(["announce", "general", "Hi"], {
      fault: new HubbubError(reason, "A sentence."),
    });
    expect({ code, out, err, closed }).toEqual({
      code: expected,
      out: "",
      err: "hubbub-emit: A sentence.\n",
      closed: true,
    });
  });

  it.each([
    [["shout"]],
    [["announce", "general"]],
    [["notify", "ada", "Hi"]],
    [["announce", "general", "Hi", "--loud"]],
  ])("ends wrong usage with exit code 2: %j", async argv => {
    const { code, err, calls } = await emit(argv);
    expect(code).toBe(2);
    expect(err).toMatch(/^error: /);
    expect(calls).toEqual([]);
  });

  it("documents its exit codes", async () => {
    const { code, out } = await emit(["announce", "--help"]);
    expect(code).toBe(0);
    expect(out).toContain("4  Redis is away");
  });
});
