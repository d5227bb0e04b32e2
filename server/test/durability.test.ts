import { expect, it } from "vitest";
import { openHouse } from "./house.ts";
import { Person } from "./people.ts";
import { until } from "./until.ts";

it("loses no acked message when Redis is killed with hundreds of them under way, and gives no seq twice", async () => {
  await using house = await openHouse();
  const people = await Promise.all(Array.from({ length: 20 }, (_, n) => Person.connect(house.replicas[n % 2 ? 1 : 0])));
  const acked: { seq: number; text: string }[] = [];
  const send = async (person: Person, text: string) => {
    const ack = await person.ask("message:send", { room: "general", text, clientMessageId: text });
    if (ack.ok) acked.push({ seq: ack.message.seq, text });
    return ack.ok;
  };
  const texts = (round: number) =>
    people.flatMap((person, p) => range(20).map(n => [person, `${round}-${p}-${n}`] as const));
  const sending = texts(1).map(([person, text]) => send(person, text));
  await until(() => acked.length > 20, "the first acks");
  await house.redis.kill();
  const taken = await Promise.all(sending);
  expect(taken).toContain(false);

  await house.redis.restart();
  await Promise.all(house.replicas.map(replica => replica.ready()));
  const [ada] = people;
  if (ada === undefined) throw new Error("Nobody is there.");
  await until(() => send(ada, "afterwards"), "a message to be taken");
  const { messages } = await ada
    .accepted("rooms:recover", { positions: { general: await beginning(ada) } })
    .then(({ rooms }) => rooms.general ?? { messages: [] });
  expect(messages.map(({ seq }) => seq)).toEqual(range(messages.length).map(n => n + 1));
  const kept = new Map(messages.map(({ seq, text }) => [seq, text]));
  expect(acked.filter(({ seq, text }) => kept.get(seq) !== text)).toEqual([]);
  for (const person of people) person.leave();
});

const range = (length: number) => Array.from({ length }, (_, n) => n);

/** Before the first message of general. */
async function beginning(person: Person) {
  const { position } = await person.accepted("room:join", { room: "general" });
  return { epoch: position.epoch, seq: 0 };
}
