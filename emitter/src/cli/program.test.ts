import { HubbubError } from "@hubbub/protocol";
import { describe, expect, it } from "vitest";
import { emit } from "../../test/cli.ts";

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

  it.each([
    [["disconnect", "Ada"], ["disconnect", { name: "Ada" }], "Handed to 1 replica.\n"],
    [["disconnect", "ada00000", "--id"], ["disconnect", "ada00000"], "Handed to 1 replica.\n"],
    [["join", "Ada", "reports"], ["join", { name: "Ada" }, "reports"], "Ada is in reports.\n"],
    [["leave", "Ada", "reports"], ["leave", { name: "Ada" }, "reports"], "Ada is not in reports.\n"],
  ])("does as it is told: %j", async (argv, call, line) => {
    const { code, out, calls } = await emit(argv);
    expect({ code, out, calls }).toEqual({ code: 0, out: line, calls: [call] });
  });

  it("says how a person is, and who is in a room", async () => {
    const person = { user: { id: "ada00000", name: "Ada" }, state: "offline", lastSeen: 0 } as const;
    const online = [
      { id: "ada00000", name: "Ada" },
      { id: "bob00000", name: "Bob", away: true },
    ];
    const presence = async (of: object) => ("room" in of ? { ...of, count: 2, online } : person) as never;
    const ofPerson = await emit(["presence", "user:Ada"], { emitter: { presence } });
    expect(ofPerson.out).toBe("Ada is offline, last seen 1970-01-01T00:00:00.000Z.\n");
    const ofRoom = await emit(["presence", "room:general"], { emitter: { presence } });
    expect(ofRoom.out).toBe("2 online in general: Ada, Bob (away)\n");
    expect((await emit(["presence", "everyone"], { emitter: { presence } })).code).toBe(2);
  });

  it("shows a page of a room's history, and where the older ones are", async () => {
    const message = { seq: 7, kind: "text", user: { id: "ada00000", name: "Ada" }, text: "Hello", at: 0 } as const;
    const history = async () => ({ messages: [{ ...message, clientMessageId: "m" }], more: true });
    const { out } = await emit(["history", "general", "--limit", "1"], { emitter: { history } });
    expect(out).toBe("Older ones: --before 7\n7  1970-01-01T00:00:00.000Z  Ada: Hello\n");
    expect((await emit(["history", "general", "--limit", "none"], { emitter: { history } })).code).toBe(2);
  });

  it("makes an API key, and shows it once", async () => {
    const { code, out } = await emit(["keys", "create", "ci", "--verbs", "announce", "--rooms", "ops-*", "--json"]);
    expect(code).toBe(0);
    expect(JSON.parse(out)).toMatchObject({ name: "ci", key: expect.stringContaining("ci") });
    expect((await emit(["keys", "revoke", "nobody"])).code).toBe(3);
    expect((await emit(["keys", "list"])).out).toBe("There is no key but the first.\n");
  });

  it("ends the epochs after a backup was restored", async () => {
    const { out, calls } = await emit(["restored"]);
    expect({ out, calls }).toEqual({ out: "2 rooms begin a new epoch.\n", calls: [["endAll"]] });
    expect(JSON.parse((await emit(["restored", "--json"])).out)).toEqual({ rooms: 2 });
  });

  it("documents its exit codes", async () => {
    const { code, out } = await emit(["announce", "--help"]);
    expect(code).toBe(0);
    expect(out).toContain("4  Redis is away");
  });
});
