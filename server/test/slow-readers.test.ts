import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { type House, openHouse } from "./house.ts";
import { Person } from "./people.ts";
import { until } from "./until.ts";
import { Witnesses } from "./witnesses.ts";

const room = "square";
/** 12 kB on the wire: an operating system takes some MB for a connection before anything waits in the replica. */
const longText = "€".repeat(4_000);

describe("clients that stop reading, under load", () => {
  let house: House;
  let witnesses: Witnesses;

  beforeAll(async () => {
    house = await openHouse({ MAX_BUFFERED_BYTES: "200000" });
    witnesses = await Witnesses.begin(...house.replicas);
  });
  afterAll(async () => {
    await witnesses.leave().finally(() => house.stop());
  });

  const metric = async (replica: 0 | 1, name: string) => {
    const text = await (await fetch(`${house.replicas[replica].apiUrl}/metrics`)).text();
    return Number(text.match(new RegExp(`^hubbub_${name} (\\S+)$`, "m"))?.[1]);
  };
  const sum = async (name: string) => (await metric(0, name)) + (await metric(1, name));
  const join = async (replica: 0 | 1) => {
    const person = await Person.connect(house.replicas[replica]);
    await person.accepted("room:join", { room });
    return person;
  };
  const joinMany = (count: number) => Promise.all(Array.from({ length: count }, (_, n) => join(n % 2 === 0 ? 0 : 1)));

  /** All talk as fast as they may until somebody says stop. */
  const talk = (speakers: readonly Person[], isOver: () => boolean) =>
    Promise.all(
      speakers.map(async person => {
        while (!isOver()) {
          const ack = await person.ask("message:send", { room, text: longText, clientMessageId: person.newId() });
          const pause = ack.ok ? 0 : (ack.error.retryAfterMs ?? 0);
          await new Promise(resolve => setTimeout(resolve, pause));
        }
      }),
    );

  it("are ended; the memory stays flat, nobody else notices, and they recover by their positions", async () => {
    const speakers = await joinMany(8);
    const idle = await joinMany(24);
    for (const person of idle) pauseReading(person);
    const before = await sum("process_resident_memory_bytes");

    let over = false;
    const talking = talk(speakers, () => over);
    await until(async () => (await sum("slow_readers_total")) === idle.length, "all of them to be ended", 25_000);
    await until(async () => (await sum("connections")) === speakers.length + 2, "their connections to be gone");
    over = true;
    await talking;
    expect(await sum("process_resident_memory_bytes")).toBeLessThan(before + 150e6);
    await witnesses.swear();

    const head = speakers[0] ? (await speakers[0].accepted("room:join", { room })).position.seq : 0;
    for (const person of idle) resumeReading(person);
    for (const person of idle) {
      await until(() => person.welcomes.length === 2, "them to come back");
      const epoch = person.told("message:batch").find(batch => batch.room === room)?.epoch ?? "";
      const heard = new Set(person.batches(room).map(({ seq }) => seq));
      let seq = 0;
      while (heard.has(seq + 1)) seq += 1;
      const { rooms } = await person.accepted("rooms:recover", { positions: { [room]: { epoch, seq } } });
      expect(rooms[room]?.recovered).toBe(true);
      expect(rooms[room]?.messages.map(message => message.seq)).toEqual(range(seq + 1, head));
    }
    for (const person of [...speakers, ...idle]) person.leave();
  });

  it("are not those who get a history of megabytes at once", async () => {
    const [ada] = await joinMany(1);
    const ended = await sum("slow_readers_total");
    const joined = await ada?.accepted("room:join", { room, position: { epoch: await epochOf(ada), seq: 0 } });
    expect(joined?.recovered).toBe(true);
    expect(JSON.stringify(joined).length).toBeGreaterThan(1e6);
    expect(await sum("slow_readers_total")).toBe(ended);
    ada?.leave();
  });

  const epochOf = async (person: Person) => (await person.accepted("room:join", { room })).position.epoch;
});

const range = (first: number, last: number) => Array.from({ length: last - first + 1 }, (_, n) => first + n);

/** The WebSocket below Socket.IO, as its client for Node has it. */
const webSocketOf = (person: Person): { pause(): void; resume(): void } =>
  Reflect.get(person.socket.io.engine.transport, "ws");

const pauseReading = (person: Person) => webSocketOf(person).pause();
const resumeReading = (person: Person) => webSocketOf(person).resume();
