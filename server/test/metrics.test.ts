import { limits } from "@hubbub/protocol";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { startCloudWatch } from "./fake-cloudwatch.ts";
import { type House, openHouse } from "./house.ts";
import { type ClientSocket, Person, refusalOf, signUp, socketTo } from "./people.ts";
import { countSeries, type Metrics, scrape } from "./scrape.ts";
import { until } from "./until.ts";

const room = "measured";

describe("the metrics of a replica", () => {
  let house: House;
  let ada: Person;
  let bob: Person;

  beforeAll(async () => {
    house = await openHouse({
      MAX_CONNECTIONS: "500",
      POSITION_TICK_MS: "200",
      PRESENCE_LEASE_MS: "1500",
      PRESENCE_BEAT_MS: "500",
      PRESENCE_GRACE_MS: "100",
    });
    ada = await Person.connect(house.replicas[0]);
    bob = await Person.connect(house.replicas[1]);
    for (const person of [ada, bob]) await person.accepted("room:join", { room });
  });
  afterAll(() => house.stop());

  /** What happened to a series of a replica meanwhile. */
  async function change(which: 0 | 1, happening: () => Promise<unknown>): Promise<Metrics> {
    const before = await scrape(house.replicas[which]);
    await happening();
    const after = await scrape(house.replicas[which]);
    return series => after(series) - before(series);
  }

  const becomes = (which: 0 | 1, series: string, isRight: (value: number) => boolean) =>
    until(async () => isRight((await scrape(house.replicas[which]))(series)), series);

  it("tell how it is", async () => {
    const metrics = await scrape(house.replicas[0]);
    expect([metrics("ready"), metrics("redis_up"), metrics("draining")]).toEqual([1, 1, 0]);
    expect(metrics("connections")).toBe(1);
    expect(metrics("connections_limit")).toBe(500);
    expect(metrics("process_resident_memory_bytes")).toBeGreaterThan(1e6);
    expect(metrics("nodejs_eventloop_lag_p99_seconds")).toBeGreaterThan(0);
    await becomes(0, "replicas", count => count === 2);
  });

  it("follow a message from its sender to the connections of every replica", async () => {
    const here = house.replicas[0];
    const second = await Person.connect(here, ada.session);
    const there = await scrape(house.replicas[1]);
    const moved = await change(0, async () => {
      const { seq } = await ada.say(room, "hello", "once");
      await ada.accepted("message:edit", { room, target: seq, text: "hello!", clientMessageId: "twice" });
      await ada.accepted("message:remove", { room, target: seq, clientMessageId: "thrice" });
      await until(() => [ada, second, bob].every(person => person.batches(room).length === 3), "all to hear it");
    });
    const heard = await scrape(house.replicas[1]);
    const kinds = ["text", "edit", "remove"].map(kind => moved(`messages_accepted_total{kind="${kind}"}`));
    expect(kinds).toEqual([1, 1, 1]);
    expect(moved('log_appends_total{result="appended"}')).toBe(3);
    expect(moved('requests_total{request="message:send",code="ok"}')).toBe(1);
    expect(moved('ack_seconds_count{request="message:send"}')).toBe(1);
    expect(moved("broadcast_messages_total")).toBe(3);
    expect(moved("batch_messages_sum")).toBe(3);
    expect(moved("batch_messages_count")).toBe(moved("broadcasts_total"));
    expect(moved("messages_delivered_total")).toBe(6);
    expect(moved("delivery_seconds_count")).toBe(3);
    expect(moved('redis_command_seconds_count{command="appendMessage"}')).toBe(3);
    const published = ["publish", "spublish"].map(name => moved(`redis_command_seconds_count{command="${name}"}`));
    expect(published.reduce((sum, count) => sum + count)).toBeGreaterThan(0);
    expect(heard("messages_delivered_total") - there("messages_delivered_total")).toBe(3);
    expect(heard("delivery_seconds_count") - there("delivery_seconds_count")).toBe(3);
    expect(heard("broadcasts_total")).toBe(there("broadcasts_total"));
    second.leave();
  });

  it("tell retries and refusals from what was new", async () => {
    const moved = await change(0, async () => {
      await ada.say(room, "hello", "once");
      await ada.ask("message:send", { room: "nowhere", text: "hello", clientMessageId: "lost" });
    });
    expect(moved('log_appends_total{result="duplicate"}')).toBe(1);
    expect(moved('log_appends_total{result="not_found"}')).toBe(1);
    expect(moved('requests_total{request="message:send",code="not_found"}')).toBe(1);
    expect(moved('messages_accepted_total{kind="text"}')).toBe(0);
  });

  it("tell what a client finds who comes back", async () => {
    const { position } = await ada.accepted("room:join", { room });
    const comeBack = (seq: number, epoch = position.epoch) =>
      ada.accepted("rooms:recover", { positions: { [room]: { epoch, seq } } });
    const moved = await change(0, async () => {
      await comeBack(position.seq);
      await comeBack(position.seq - 1);
      await comeBack(1, "another");
    });
    const results = ["current", "tail", "resync"].map(result => moved(`recoveries_total{result="${result}"}`));
    expect(results).toEqual([1, 1, 1]);
  });

  it("count connections as they come and go, by the reason", async () => {
    let socket: ClientSocket | undefined;
    const moved = await change(0, async () => {
      const cleo = await Person.connect(house.replicas[0], undefined, { reconnection: false });
      const dan = await Person.connect(house.replicas[0], undefined, { reconnection: false });
      socket = dan.socket;
      await becomes(0, "connections", count => count === 3);
      cleo.leave();
      socket.io.engine.close();
      await becomes(0, "connections", count => count === 1);
    });
    expect(moved("connects_total")).toBe(2);
    expect(moved('disconnects_total{reason="client namespace disconnect"}')).toBe(1);
    expect(moved('disconnects_total{reason="transport close"}')).toBe(1);
    await becomes(0, "presence_changes_total", count => count > 0);
  });

  it("count who was not let in, and why", async () => {
    const [here] = house.replicas;
    const session = await signUp(here);
    const call = (method: string, path: string, body?: object) =>
      fetch(`${here.apiUrl}${path}`, {
        method,
        headers: { "content-type": "application/json", authorization: `Bearer ${session.token}` },
        body: body ? JSON.stringify(body) : null,
      });
    const forged = session.token.replace(/\.[^.]+$/, `.${"A".repeat(43)}`);
    const moved = await change(0, async () => {
      expect((await call("DELETE", "/api/session")).status).toBe(204);
      expect((await call("POST", "/api/session", { name: session.user.name, password: "wrong horse" })).status).toBe(
        401,
      );
      for (const token of [undefined, "nonsense", forged, session.token]) await refusalOf(socketTo(here, token));
    });
    const failures = ["bad_credentials", "missing", "malformed", "forged", "revoked"];
    expect(failures.map(reason => moved(`auth_failures_total{reason="${reason}"}`))).toEqual([1, 1, 1, 1, 1]);
    expect(moved('connects_refused_total{code="unauthenticated"}')).toBe(4);
    expect(moved("connects_total")).toBe(0);
    expect(moved('http_seconds_count{method="POST",route="/api/session",status="401"}')).toBe(1);
  });

  it("count who was too fast, by the limit", async () => {
    const cleo = await Person.connect(house.replicas[0]);
    await cleo.accepted("room:join", { room });
    const moved = await change(0, async () => {
      const sent = Array.from({ length: limits.messageBurst + 5 }, () =>
        cleo.ask("message:send", { room, text: "!", clientMessageId: cleo.newId() }),
      );
      const typed = Array.from({ length: 12 }, () => cleo.ask("typing:set", { room, typing: true }));
      await Promise.all([...sent, ...typed]);
    });
    expect(moved('rate_limits_total{limit="message"}')).toBeGreaterThan(0);
    expect(moved('rate_limits_total{limit="message"}')).toBe(
      moved('requests_total{request="message:send",code="rate_limited"}'),
    );
    expect(moved('rate_limits_total{limit="typing"}')).toBeGreaterThan(0);
    cleo.leave();
  });

  it("do not grow with what clients make up", async () => {
    const hostile = async (n: number) => {
      const name = `x${n}"}\nhubbub_connections 7`;
      await ada.raw(name, { room: name });
      await ada.raw("message:send", { room: name, text: name, clientMessageId: name });
      await refusalOf(socketTo(house.replicas[0], name));
      const answers = [`/${n}/${n}`, `/api/rooms/${n}?${n}`, `/api/sessions${n}`].map(path =>
        fetch(`${house.replicas[0].apiUrl}${path}`, { method: n % 2 ? "PROPFIND" : "POST" }),
      );
      await Promise.all(answers);
    };
    for (let n = 0; n < 4; n += 1) await hostile(n);
    const before = await countSeries(house.replicas[0]);
    for (let n = 4; n < 20; n += 1) await hostile(n);
    expect(await countSeries(house.replicas[0])).toBe(before);
    expect((await scrape(house.replicas[0]))('ack_seconds_count{request="unknown"}')).toBe(20);
  });

  it("count the looks at positions", () => becomes(0, "position_ticks_total", count => count > 1));

  it("tell that it is about to end", async () => {
    const leaving = await house.replica({ env: { DRAIN_DELAY_MS: "8000" } });
    leaving.signal("SIGTERM");
    await until(async () => (await scrape(leaving))("draining") === 1, "the replica to drain");
    expect((await scrape(leaving))("ready")).toBe(0);
    await leaving.kill();
  });

  it("are put to CloudWatch when it starts and, once more, when it ends", async () => {
    const cloudWatch = await startCloudWatch();
    const env = { ...cloudWatch.env, CLOUDWATCH_NAMESPACE: "Hubbub" };
    const brief = await house.replica({ env });
    await until(() => cloudWatch.puts.length === 1, "its first figures");
    const cleo = await Person.connect(brief, undefined, { reconnection: false });
    await brief.stop();
    const last = cloudWatch.puts.at(-1);
    const value = (name: string) => last?.MetricData.find(({ MetricName }) => MetricName === name)?.Value;
    expect(cloudWatch.puts.length).toBe(2);
    expect(["Connects", "Disconnects", "Connections", "RedisUp"].map(value)).toEqual([1, 1, 0, 1]);
    expect(last?.MetricData.map(({ Dimensions }) => Dimensions[0]?.Value)).toContain(brief.id);
    cleo.leave();
    await cloudWatch.stop();
  });

  it("tell of an outage of Redis, and of its end", async () => {
    await house.redis.kill();
    await becomes(0, "redis_up", value => value === 0);
    const moved = await change(0, () => ada.ask("message:send", { room, text: "?", clientMessageId: "void" }));
    expect(moved('redis_command_failures_total{code="unavailable"}')).toBeGreaterThan(0);
    expect((await scrape(house.replicas[0]))("ready")).toBe(0);
    await house.redis.restart();
    await becomes(0, "redis_up", value => value === 1);
    await becomes(0, "ready", value => value === 1);
  });

  it("tell of a replica that died", async () => {
    const swept = (await scrape(house.replicas[0]))("sweeps_total");
    await house.replicas[1].kill();
    await becomes(0, "sweeps_total", count => count > swept);
    await becomes(0, "replicas", count => count === 1);
    ada.leave();
    bob.leave();
  });
});
