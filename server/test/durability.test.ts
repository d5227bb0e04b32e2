import { expect, it } from "vitest";
import { openHouse } from "./house.ts";
import { Person } from "./people.ts";
import { until } from "./until.ts";

it("loses no acked message when Redis is killed with a hundred of them under way, and gives no seq twice", async () => {
  await using house = await openHouse();
  const people = await Promise.all(Array.from({ length: 20 }, (_, n) => Person.connect(house.replicas[n % 2 ? 1 : 0])));
  const acked: { seq: number; text: string }[] = [];
  const enough = Promise.withResolvers<void>();
  const send = async (person: Person, text: string) => {
    const ack = await person.ask("message:send", { room: "general", text, clientMessageId: text });
    if (ack.ok) acked.push({ seq: ack.message.seq, text });
    if (acked.length > 20) enough.resolve();
    return ack.ok;
  };
  // Whoever has five answers says five things more, so that many are under way whenever Redis goes.
  const talking = people.map(async (person, p) => {
    const taken: boolean[] = [];
    for (const round of range(4)) {
      taken.push(...(await Promise.all(range(5).map(n => send(person, `${p}-${round}-${n}`)))));
    }
    return taken;
  });
  await enough.promise;
  await house.redis.kill();
  expect((await Promise.all(talking)).flat()).toContain(false);

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
