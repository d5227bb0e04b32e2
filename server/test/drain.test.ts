import { mkdtemp, rm } from "node:fs/promises";
import { connect } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { text } from "node:stream/consumers";
import { freePort, ManagedProcess, rootDir } from "@hubbub/stack";
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { type House, openHouse } from "./house.ts";
import { Person } from "./people.ts";
import { until } from "./until.ts";

describe("a replica that gets SIGTERM", () => {
  let house: House;

  beforeEach(async () => {
    house = await openHouse({ PRESENCE_GRACE_MS: "2500" });
  });
  afterEach(() => house.stop());

  it("loses no ack, sends its people elsewhere without anybody seeing them go, and ends with 0", async () => {
    const [leaving, staying] = house.replicas;
    const observer = await Person.connect(staying);
    const ada = await Person.connect(leaving, undefined, { reconnection: false });
    await until(() => observer.sees("general", ada.user.id) === "online", "Ada to be seen");

    const acked: string[] = [];
    let talking = true;
    const talk = (async () => {
      for (let n = 0; talking; n += 1) {
        const ack = await ada.say("general", `word ${n}`).catch(() => null);
        if (ack === null) break;
        acked.push(ack.text);
      }
    })();
    await until(() => acked.length > 3, "Ada to talk");
    const { exited } = leaving;
    const stopped = leaving.stop();
    await until(() => ada.socket.disconnected, "Ada to be sent away");
    talking = false;
    const moved = await Person.connect(staying, ada.session);
    await stopped;
    expect(await exited).toEqual({ code: 0, signal: null });
    await talk;

    const { messages } = await moved.accepted("room:history", { room: "general", before: 1e9, limit: 200 });
    expect(messages.map(({ text }) => text)).toEqual(expect.arrayContaining(acked));
    expect(observer.told("presence:diff").flatMap(({ offline }) => offline)).toEqual([]);
    expect((await moved.accepted("room:join", { room: "general" })).presence.count).toBe(2);
    observer.leave();
    moved.leave();
  });

  it("takes nobody in any more, and closes the transport so that clients come back by themselves", async () => {
    const [leaving] = house.replicas;
    const ada = await Person.connect(leaving);
    const reasons: string[] = [];
    ada.socket.on("disconnect", reason => reasons.push(reason));
    const stopped = leaving.stop();
    await until(() => ada.socket.disconnected, "Ada to be sent away");
    expect(reasons).toEqual(["transport close"]);
    expect(ada.socket.active).toBe(true);
    await expect(fetch(`${leaving.socketUrl}/`)).rejects.toThrow();
    ada.leave();
    await stopped;
  });

  it("is out of the presence registry when it is gone", async () => {
    const [leaving, staying] = house.replicas;
    const observer = await Person.connect(staying);
    const ada = await Person.connect(leaving, undefined, { reconnection: false });
    await until(() => observer.sees("general", ada.user.id) === "online", "Ada to be seen");
    await leaving.stop();
    await until(() => observer.sees("general", ada.user.id) === "offline", "Ada to be gone");
    observer.leave();
  });

  it("ends in time even while Redis is away", async () => {
    const leaving = await house.replica({ env: { DRAIN_DEADLINE_MS: "3000" } });
    const ada = await Person.connect(leaving, undefined, { reconnection: false });
    await house.redis.kill();
    const { exited } = leaving;
    await leaving.stop();
    expect(await exited).toEqual({ code: 0, signal: null });
    ada.leave();
  });
});

describe("a replica that is told to stop", () => {
  let house: House;

  beforeAll(async () => {
    house = await openHouse();
  });
  afterAll(() => house.stop());

  it("still serves, and lets people in, until its balancer had the time to notice", async () => {
    const leaving = await house.replica({ env: { DRAIN_DELAY_MS: "8000" } });
    const ada = await Person.connect(leaving);
    leaving.signal("SIGTERM");
    await until(async () => (await fetch(`${leaving.apiUrl}/readyz`)).status === 503, "the replica to be not ready");
    const bob = await Person.connect(leaving);
    expect((await bob.say("general", "just in time")).text).toBe("just in time");
    expect(ada.socket.connected).toBe(true);
    for (const person of [ada, bob]) person.leave();
    await leaving.kill();
  });

  it("answers the HTTP requests that are under way", async () => {
    const leaving = await house.replica();
    const body = JSON.stringify({ name: "Latecomer", password: "correct horse" });
    const request = connect(leaving.ports.http, "127.0.0.1").setEncoding("utf8");
    const answered = text(request);
    const head = ["POST /api/accounts HTTP/1.1", "Host: here", "Connection: close", "Content-Type: application/json"];
    request.write(`${head.join("\r\n")}\r\nContent-Length: ${body.length}\r\n\r\n${body.slice(0, 9)}`);
    const { exited } = leaving;
    leaving.signal("SIGTERM");
    const isClosed = () =>
      fetch(`${leaving.apiUrl}/readyz`).then(
        () => false,
        () => true,
      );
    await until(isClosed, "the replica to take no more requests");
    request.write(body.slice(9));
    expect(await answered).toMatch(/^HTTP\/1\.1 201 /);
    expect(await exited).toEqual({ code: 0, signal: null });
  });

  it("ends at once when it is told a second time", async () => {
    const leaving = await house.replica({ env: { DRAIN_DELAY_MS: "8000" } });
    const { exited } = leaving;
    leaving.signal("SIGTERM");
    await until(async () => (await fetch(`${leaving.apiUrl}/readyz`)).status === 503, "the replica to be not ready");
    leaving.signal("SIGTERM");
    expect(await exited).toEqual({ code: 1, signal: null });
  });

  it("ends though it is told while it is being loaded", async () => {
    const secrets = await mkdtemp(join(tmpdir(), "hubbub-secrets-"));
    const tell = "process.on('newListener', name => name === 'SIGTERM' && console.log('It hears SIGTERM.'))";
    const loading = await ManagedProcess.spawn({
      name: "a replica",
      command: process.execPath,
      args: [`--import=data:text/javascript,${encodeURIComponent(tell)}`, join(rootDir, "server/src/main.ts")],
      env: { SOCKET_PORT: "0", HTTP_PORT: "0", REDIS_URL: house.redis.url, SECRETS_DIR: secrets },
    });
    await loading.line(/It hears SIGTERM/);
    loading.tell("SIGTERM");
    expect(await loading.exited).toEqual({ code: 0, signal: null });
    await rm(secrets, { recursive: true });
  });

  it("ends in time though it never had Redis", async () => {
    const redisUrl = `redis://127.0.0.1:${await freePort()}`;
    const leaving = await house.replica({ redisUrl, waitUntil: "alive", env: { DRAIN_DEADLINE_MS: "3000" } });
    const { exited } = leaving;
    await leaving.stop();
    expect(await exited).toEqual({ code: 0, signal: null });
  });
});
