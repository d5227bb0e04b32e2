import { expect, test } from "../src/fixtures.ts";
import type { Person } from "../src/person.ts";
import { screen } from "../src/screen.ts";

test("a replica is killed in mid-conversation, then all of them: nothing is lost or doubled", async ({
  someone,
  stack,
}) => {
  const ada = await someone("ada");
  const bob = await someone("bob", { phone: true, not: await ada.replica() });
  const people = [ada, bob];
  for (const person of people) await person.joinRoom(`crash ${ada.name}`);
  const said: string[] = [];
  const exchange = async (round: string) => {
    for (const person of people) {
      said.push(`${person.name} ${round}`);
      await person.say(`${person.name} ${round}`);
    }
  };
  const everythingIsThere = async () => {
    for (const person of people) for (const text of said) await person.sees(text);
  };

  await exchange("one");
  for (const person of people) {
    const served = await person.replica();
    await stack.replicas.find(({ id }) => id === served)?.kill();
    await exchange(`without ${served}`);
    await everythingIsThere();
    expect(await person.replica()).not.toBe(served);
  }

  const before = stack.replicas;
  await Promise.all(before.map(replica => replica.kill()));
  for (const [person, form] of [
    [ada, "desktop"],
    [bob, "phone"],
  ] as const) {
    await bannerIsShown(person);
    await screen(person.page, `outage-${form}`);
    await person.page.getByRole("button", { name: "Retry now" }).click();
  }
  await exchange("while nobody is there");
  for (const { id } of before) await stack.replaceReplica(id);
  for (const person of people) await bannerIsGone(person);
  await everythingIsThere();
});

test("what could not be sent survives a reload", async ({ someone, stack }) => {
  const ada = await someone("ada");
  const bob = await someone("bob", { phone: true });
  const people = [ada, bob];
  for (const person of people) await person.joinRoom(`reload ${ada.name}`);
  const before = stack.replicas;
  await Promise.all(before.map(replica => replica.kill()));
  const question = ({ name }: Person) => `${name}: will this arrive?`;
  for (const [person, form] of [
    [ada, "desktop"],
    [bob, "phone"],
  ] as const) {
    await person.say(question(person));
    await expect(person.message(question(person)).getByText("Sending")).toBeAttached();
    await person.page.reload();
    await expect(person.page.getByRole("heading", { name: "Hubbub cannot be reached" })).toBeVisible();
    await screen(person.page, `unreachable-${form}`);
  }
  for (const { id } of before) await stack.replaceReplica(id);
  for (const person of people) {
    await expect(person.message(question(person)).getByText("Sent", { exact: true })).toBeAttached();
    for (const each of people) await person.sees(question(each));
  }
});

const bannerIsShown = ({ page }: Person) => expect(page.getByText(/^There is no connection/)).toBeVisible();
const bannerIsGone = ({ page }: Person) => expect(page.getByText(/^There is no connection/)).toHaveCount(0);
