import { HubbubError } from "@hubbub/protocol";
import { beforeEach, describe, expect, it } from "vitest";
import { ada } from "../test/support/messages.ts";
import { openConnection } from "../test/support/open-connection.ts";

const jwt = (endsAt: number) => `h.${btoa(JSON.stringify({ exp: endsAt / 1_000 }))}.s`;

describe("a connection", () => {
  let { connection, environment, replicas, phases, faults, tokens, online }: ReturnType<typeof openConnection> =
    openConnection();

  beforeEach(() => {
    ({ connection, environment, replicas, phases, faults, tokens, online } = openConnection());
  });

  it("is online once it is welcomed, and says by whom", async () => {
    await online();
    expect(phases).toEqual(["connecting", "online"]);
    expect(connection.state).toMatchObject({ replica: "r1", since: null, retryAt: null, error: null });
  });

  it("knows how long the last answer of this replica took", async () => {
    await online();
    expect(connection.state.roundTrip).toBeNull();
    replicas.after = () => environment.pass(12);
    await connection.request("read:mark", { room: "general", seq: 1 });
    expect(connection.state.roundTrip).toBe(12);
    replicas.cut();
    expect(connection.state.roundTrip).toBeNull();
  });

  it("knows how far the clock of the replicas is ahead, also while it is down", async () => {
    expect(connection.state.clockAhead).toBe(0);
    await online();
    const ahead = 1_800_000_000_000 - environment.now();
    expect(connection.state.clockAhead).toBe(ahead);
    replicas.cut();
    expect(connection.state.clockAhead).toBe(ahead);
  });

  it("tries again soon after it broke, and is then online on another replica", async () => {
    await online();
    replicas.cut();
    expect(connection.state).toMatchObject({ phase: "waiting", replica: null, since: environment.now() });
    expect(connection.state.retryAt).toBeLessThanOrEqual(environment.now() + 500);
    await environment.pass(500);
    expect(connection.state).toMatchObject({ phase: "online", replica: "r2" });
  });

  it("waits longer after each failure, but never more than five seconds", async () => {
    replicas.greets = null;
    connection.connect();
    const waits: number[] = [];
    for (let failure = 0; failure < 60; failure += 1) {
      await environment.pass(0);
      replicas.cut();
      waits.push((connection.state.retryAt ?? 0) - environment.now());
      await environment.pass(waits.at(-1) ?? 0);
    }
    expect(Math.max(...waits)).toBeLessThanOrEqual(5_000);
    expect(Math.max(...waits)).toBeGreaterThan(3_000);
    expect(new Set(waits).size).toBeGreaterThan(30);
  });

  it("need not wait when somebody asks", async () => {
    await online();
    replicas.cut();
    connection.retryNow();
    await environment.pass(0);
    expect(connection.state.phase).toBe("online");
  });

  it("does not wait for ever for a welcome", async () => {
    replicas.greets = null;
    connection.connect();
    await environment.pass(15_000);
    expect(connection.state.phase).toBe("waiting");
    expect(replicas.links[0]?.isOpen).toBe(false);
  });

  it("asks a replica nothing while there is no connection", async () => {
    await expect(connection.request("room:leave", { room: "x" })).rejects.toMatchObject({ code: "unavailable" });
    expect(replicas.asked).toEqual([]);
  });

  it("comes back when it was told to, and not together with all who were told the same", async () => {
    replicas.greets = null;
    connection.connect();
    await environment.pass(0);
    replicas.cut(new HubbubError("rate_limited", "too many from this address", { retryAfterMs: 3_000 }));
    const wait = (connection.state.retryAt ?? 0) - environment.now();
    expect(wait).toBeGreaterThanOrEqual(3_100);
    expect(wait).toBeLessThanOrEqual(3_500);
  });

  it("ends when the replica refuses for good", async () => {
    replicas.greets = null;
    connection.connect();
    await environment.pass(0);
    replicas.cut(new HubbubError("forbidden", "another origin"));
    expect(connection.state).toMatchObject({ phase: "ended", error: { code: "forbidden" } });
  });

  it("comes back after a session end that is temporary", async () => {
    await online();
    replicas.say("session:end", { code: "unavailable", temporary: true });
    replicas.cut();
    expect(connection.state).toMatchObject({ phase: "waiting", error: { code: "unavailable" } });
  });

  it("stays away after a session end that is not", async () => {
    await online();
    replicas.say("session:end", { code: "forbidden", temporary: false });
    replicas.cut();
    expect(connection.state).toMatchObject({ phase: "ended", error: { code: "forbidden" } });
  });

  it("stays away when a replica disconnects it without a word", async () => {
    await online();
    replicas.cut(undefined, true);
    expect(connection.state.phase).toBe("ended");
  });

  it("tells of a payload of a wrong shape, and goes on", async () => {
    await online();
    replicas.say("message:batch", { room: 7 });
    replicas.say("an event of the future", {});
    expect(faults.length).toBe(1);
    expect(connection.state.phase).toBe("online");
  });

  it("lets a request wait for a connection, but not for long", async () => {
    const early = connection.patientRequest("room:join", { room: "general" });
    await online();
    expect((await early).room).toBe("general");
    replicas.greets = null;
    replicas.cut();
    const late = expect(connection.patientRequest("room:leave", { room: "x" })).rejects.toMatchObject({
      code: "unavailable",
    });
    await environment.pass(10_000);
    await late;
  });

  it("lets go of a replica that fell silent, and is online on another within six seconds", async () => {
    await online();
    replicas.before = () => (replicas.links.length === 1 ? new Promise(() => {}) : undefined);
    connection.request("read:mark", { room: "general", seq: 1 }).catch(() => {});
    await environment.pass(4_500);
    expect(connection.state).toMatchObject({ phase: "waiting", error: { code: "unavailable" } });
    expect(replicas.links[0]?.isOpen).toBe(false);
    await environment.pass(500);
    expect(connection.state).toMatchObject({ phase: "online", replica: "r2" });
  });

  it("probes its line when that may have changed, and waits no longer where there is none", async () => {
    await online();
    environment.changeLine();
    await environment.pass(10_000);
    expect(replicas.asked.map(({ name }) => name)).toEqual(["session:probe"]);
    expect(connection.state).toMatchObject({ phase: "online", replica: "r1" });
    replicas.before = () => (replicas.links.length === 1 ? new Promise(() => {}) : undefined);
    environment.changeLine();
    await environment.pass(3_000);
    expect(connection.state.phase).toBe("waiting");
    environment.changeLine();
    await environment.pass(0);
    expect(connection.state).toMatchObject({ phase: "online", replica: "r2" });
    connection.close();
    environment.changeLine();
    await environment.pass(10_000);
    expect(connection.state.phase).toBe("idle");
  });

  it("gives a transport little time to open at first, and more each time that was not enough", async () => {
    replicas.greets = null;
    connection.connect();
    for (let failure = 0; failure < 8; failure += 1) {
      await environment.pass(0);
      replicas.cut();
      await environment.pass(5_000);
    }
    const patience = replicas.links.map(({ options }) => options.openPatience);
    expect(patience[0]).toBe(2_500);
    expect(patience).toEqual(patience.toSorted((a, b) => a - b));
    expect(patience.at(-1)).toBe(10_000);
  });

  it("leaves no timer and no link behind when it is closed", async () => {
    tokens.push(async () => jwt(environment.now() + 900_000));
    await online();
    connection.close();
    expect(connection.state.phase).toBe("idle");
    expect(environment.timers).toBe(0);
    expect(replicas.links.map(({ isOpen }) => isOpen)).toEqual([false]);
    expect(replicas.greets).toBe(ada);
  });
});
