/** A message is followed through emitter and replicas: by the log at level `debug`, and by traces. */
import { execFile } from "node:child_process";
import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { promisify } from "node:util";
import { commandRedis, type Emitter, type Replica, rootDir, startEmitter } from "@hubbub/stack";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { type House, openHouse } from "./house.ts";
import { type OtlpReceiver, type ReceivedSpan, startOtlpReceiver } from "./otlp-receiver.ts";
import { Person, refusalOf, socketTo } from "./people.ts";
import { until } from "./until.ts";

type Line = Readonly<Record<string, unknown>>;

/** What a replica logged that has this word in it. */
const linesOf = (replica: Replica, word: string): Line[] =>
  replica
    .logs()
    .split("\n")
    .filter(line => line.startsWith("{") && line.includes(word))
    .map(line => JSON.parse(line));

const named = (spans: readonly ReceivedSpan[], name: string) => spans.filter(span => span.name === name);

describe.each(["classic", "sharded"])("with the %s adapter", adapter => {
  let receiver: OtlpReceiver;
  let house: House;
  let emitter: Emitter;
  let ada: Person;
  let bob: Person;

  beforeAll(async () => {
    receiver = await startOtlpReceiver();
    const env = { ADAPTER: adapter, OTEL_EXPORTER_OTLP_ENDPOINT: receiver.url, OTEL_BSP_SCHEDULE_DELAY: "20" };
    house = await openHouse({ ...env, LOG_LEVEL: "debug" });
    const { keyPrefix, secretsDir, redis, replicas } = house;
    emitter = await startEmitter({ redisUrl: redis.url, keyPrefix, secretsDir, env: { ...env, JOB_STREAM: "on" } });
    [ada, bob] = [await Person.connect(replicas[0]), await Person.connect(replicas[1])];
  });

  afterAll(async () => {
    ada?.leave();
    bob?.leave();
    await emitter?.stop();
    await house?.stop();
    await receiver?.close();
  });

  const inTrace = (traceId: string) => receiver.spans.filter(span => span.traceId === traceId);

  it("shows a user's message as one trace, from the request to the other replica", async () => {
    const { clientMessageId } = await ada.say("general", "hello");
    const isIts = (span: ReceivedSpan) => span.attributes["hubbub.client_message_id"] === clientMessageId;
    await until(() => receiver.spans.some(isIts), "the append to be told");
    const { traceId } = receiver.spans.find(isIts) as ReceivedSpan;
    await until(() => inTrace(traceId).length === 4, "all steps to be told");

    const [request, append, broadcast, deliver] = ["message:send", "append", "broadcast", "deliver"].flatMap(name =>
      named(inTrace(traceId), name),
    );
    const [one, two] = house.replicas;
    expect(request).toMatchObject({ parentId: "", instance: one.id, service: "hubbub-server" });
    expect(request?.attributes["hubbub.connection"]).toBe(ada.socket.id);
    expect(append).toMatchObject({ parentId: request?.spanId, instance: one.id });
    expect(broadcast).toMatchObject({ parentId: request?.spanId, instance: one.id });
    expect(deliver).toMatchObject({ parentId: broadcast?.spanId, instance: two.id });
    expect(deliver?.attributes["messaging.message.id"]).toBe(clientMessageId);
  });

  it("finds a user's message on both replicas by the id of one connection, and never its words", async () => {
    const words = `not for any log ${adapter}`;
    const { clientMessageId, seq } = await ada.say("general", words);
    const [one, two] = house.replicas;
    const connection = ada.socket.id ?? "none";
    const its = (replica: Replica) => linesOf(replica, connection).filter(line => line.seq === seq);
    await until(() => its(one).length === 2 && its(two).length === 1, "both replicas to log it");
    const place = { connection, room: "general", epoch: expect.any(String), seq, clientMessageId };
    expect(its(one)).toMatchObject([
      { ...place, replica: one.id, msg: "Accepted a message" },
      { ...place, replica: one.id, msg: "Broadcast a message" },
    ]);
    expect(its(two)).toMatchObject([{ ...place, replica: two.id, msg: "A message arrived" }]);
    for (const replica of [one, two]) {
      expect(replica.logs()).not.toContain(words);
      expect(replica.logs()).not.toContain(ada.session.token);
    }
  });

  it("names a connection in every line about it, from its connect to its end", async () => {
    const [one] = house.replicas;
    const eve = await Person.connect(one);
    const connection = eve.socket.id ?? "none";
    await eve.ask("room:history", { room: "nowhere", before: 5, limit: 5 });
    eve.leave();
    await until(() => linesOf(one, connection).length === 3, "three lines");
    expect(linesOf(one, connection)).toMatchObject([
      { connection, user: eve.user.id, msg: "A connection opened" },
      { connection, event: "room:history", code: "not_found", msg: "Refused a request" },
      { connection, user: eve.user.id, reason: "client namespace disconnect", msg: "A connection closed" },
    ]);
    const stranger = socketTo(one, "no token");
    expect(await refusalOf(stranger)).toMatchObject({ code: "unauthenticated" });
    await until(() => linesOf(one, "Refused a connection").length > 0, "the line of the refusal");
    expect(linesOf(one, "Refused a connection")).toMatchObject([
      { connection: expect.stringMatching(/^.{20}$/), code: "unauthenticated" },
    ]);
  });

  it("shows a job as a part of its caller's trace, and one that the caller does not record not at all", async () => {
    const key = (await readFile(join(house.secretsDir, "emitter"), "utf8")).trim();
    const [traceId, unsampled, callerId] = ["a".repeat(32), "b".repeat(32), "c".repeat(16)];
    const announce = (trace: string, flags: string, idempotencyKey: string) =>
      fetch(`${emitter.url}/v1/rooms/general/messages`, {
        method: "POST",
        headers: {
          authorization: `Bearer ${key}`,
          "content-type": "application/json",
          traceparent: `00-${trace}-${callerId}-${flags}`,
        },
        body: JSON.stringify({ text: "from a job", idempotencyKey }),
      });
    expect((await announce(unsampled, "00", "quiet")).status).toBe(201);
    expect((await announce(traceId, "01", `job-${adapter}`)).status).toBe(201);
    await until(
      () => inTrace(traceId).length === 5,
      () => `five steps, not ${JSON.stringify(inTrace(traceId))}`,
    );

    const steps = inTrace(traceId);
    const [announced, append, broadcast] = ["announce", "append", "broadcast"].flatMap(name => named(steps, name));
    expect(announced).toMatchObject({ parentId: callerId, service: "hubbub-emitter" });
    expect(append?.parentId).toBe(announced?.spanId);
    expect(broadcast?.parentId).toBe(announced?.spanId);
    const delivered = named(steps, "deliver");
    expect(delivered.map(({ instance }) => instance).sort()).toEqual(house.replicas.map(({ id }) => id).sort());
    expect(delivered.map(({ parentId }) => parentId)).toEqual(Array(2).fill(broadcast?.spanId));
    for (const replica of house.replicas) {
      await until(() => linesOf(replica, `job-${adapter}`).length > 0, "the line of the job's message");
      expect(linesOf(replica, `job-${adapter}`)).toMatchObject([{ room: "general", trace: traceId }]);
    }
    expect(inTrace(unsampled)).toEqual([]);
  });

  it("takes a job's step from an entry of the stream, and from the variable of the command line", async () => {
    const { redis, keyPrefix } = house;
    const [fromStream, fromShell] = ["d".repeat(32), "e".repeat(32)];
    const call = JSON.stringify({ verb: "announce", room: "general", text: "from the stream" });
    const fields = `call '${call}' traceparent 00-${fromStream}-${"c".repeat(16)}-01`;
    await commandRedis(redis.port, `XADD ${keyPrefix}:{jobs}:stream * ${fields}`);
    const args = [join(rootDir, "emitter/src/cli/main.ts"), "announce", "general", "from a shell"];
    const variables = { REDIS_URL: redis.url, KEY_PREFIX: keyPrefix, ADAPTER: adapter };
    const traced = { OTEL_EXPORTER_OTLP_ENDPOINT: receiver.url, TRACEPARENT: `00-${fromShell}-${"c".repeat(16)}-01` };
    await promisify(execFile)(process.execPath, args, { env: { ...process.env, ...variables, ...traced } });
    for (const trace of [fromStream, fromShell]) {
      await until(() => named(inTrace(trace), "deliver").length === 2, "both replicas to tell");
      expect(named(inTrace(trace), "announce")).toMatchObject([{ parentId: "c".repeat(16) }]);
    }
  });
});

describe("a collector", () => {
  let receiver: OtlpReceiver;
  let house: House;

  beforeAll(async () => {
    receiver = await startOtlpReceiver();
    house = await openHouse({ OTEL_EXPORTER_OTLP_ENDPOINT: receiver.url, OTEL_BSP_SCHEDULE_DELAY: "20" });
  });

  afterAll(async () => {
    await house?.stop();
    await receiver?.close();
  });

  it("gets what a replica recorded last while that one drains", async () => {
    const replica = await house.replica({ env: { OTEL_BSP_SCHEDULE_DELAY: "60000" } });
    const ada = await Person.connect(replica);
    await ada.say("general", "the last word");
    expect(receiver.spans.filter(({ instance }) => instance === replica.id)).toEqual([]);
    await replica.stop();
    const last = receiver.spans.filter(({ instance }) => instance === replica.id).map(({ name }) => name);
    expect(last).toEqual(expect.arrayContaining(["message:send", "append", "broadcast"]));
    ada.leave();
  });

  it("that is away costs nothing but the traces, and one line in the log", async () => {
    const [replica] = house.replicas;
    const ada = await Person.connect(replica);
    receiver.refuse(true);
    for (const refused of [1, 2, 3]) {
      await ada.say("general", "unseen");
      await until(() => receiver.refused >= refused, "traces to be refused");
    }
    receiver.refuse(false);
    const known = receiver.spans.length;
    await ada.say("general", "seen");
    await until(() => receiver.spans.length > known, "traces to arrive again");
    await until(() => linesOf(replica, "traces do not arrive").length > 0, "the line of the outage");
    expect(linesOf(replica, "traces do not arrive")).toHaveLength(1);
    ada.leave();
  });
});
