import { expect, test } from "../src/fixtures.ts";

test("a replica is killed in mid-conversation, and nothing is lost or doubled", async ({ someone, stack }) => {
  const ada = await someone("ada");
  const bob = await someone("bob", { not: await ada.replica() });
  const said: string[] = [];
  const exchange = async (round: number) => {
    for (const person of [ada, bob]) {
      said.push(`${person.name} says ${round}`);
      await person.say(`${person.name} says ${round}`);
    }
  };
  for (let round = 1; round <= 5; round++) await exchange(round);
  const adas = await ada.replica();
  await stack.replicas.find(replica => replica.id === adas)?.kill();
  for (let round = 6; round <= 10; round++) await exchange(round);
  for (const person of [ada, bob]) {
    for (const text of said) await person.sees(text);
  }
  expect(await ada.replica()).not.toBe(adas);
  await stack.replaceReplica(adas);
  await ada.say(`${ada.name} after the repair`);
  await bob.sees(`${ada.name} after the repair`);
});
