import { expect, test } from "../src/fixtures.ts";
import type { Person } from "../src/person.ts";
import { screen } from "../src/screen.ts";

test("a replica is killed in mid-conversation, then all of them: nothing is lost or doubled", async ({
  someone,
  stack,
}) => {
  const ada = await someone("ada");
  const bob = await someone("bob", { not: await ada.replica() });
  for (const person of [ada, bob]) await person.joinRoom(`crash ${ada.name}`);
  const said: string[] = [];
  const exchange = async (round: string) => {
    for (const person of [ada, bob]) {
      said.push(`${person.name} ${round}`);
      await person.say(`${person.name} ${round}`);
    }
  };
  const everythingIsThere = async () => {
    for (const person of [ada, bob]) for (const text of said) await person.sees(text);
  };

  for (const round of ["one", "two"]) await exchange(round);
  const adas = await ada.replica();
  await stack.replicas.find(({ id }) => id === adas)?.kill();
  for (const round of ["three", "four"]) await exchange(round);
  await everythingIsThere();
  expect(await ada.replica()).not.toBe(adas);

  const before = stack.replicas;
  await Promise.all(before.map(replica => replica.kill()));
  await bannerIsShown(ada);
  await screen(ada.page, "outage");
  await ada.page.getByRole("button", { name: "Retry now" }).click();
  await exchange("five, while nobody is there");
  for (const { id } of before) await stack.replaceReplica(id);
  await bannerIsGone(ada);
  await everythingIsThere();
});

test("what could not be sent survives a reload", async ({ someone, stack }) => {
  const ada = await someone("ada");
  const bob = await someone("bob");
  for (const person of [ada, bob]) await person.joinRoom(`reload ${ada.name}`);
  const before = stack.replicas;
  await Promise.all(before.map(replica => replica.kill()));
  await ada.say("Will this arrive?");
  await expect(ada.message("Will this arrive?").getByText("Sending")).toBeAttached();
  await ada.page.reload();
  await expect(ada.page.getByRole("heading", { name: "Hubbub cannot be reached" })).toBeVisible();
  await screen(ada.page, "unreachable");
  for (const { id } of before) await stack.replaceReplica(id);
  await expect(ada.message("Will this arrive?").getByText("Sent", { exact: true })).toBeAttached();
  await bob.sees("Will this arrive?");
});

const bannerIsShown = ({ page }: Person) => expect(page.getByText(/^There is no connection/)).toBeVisible();
const bannerIsGone = ({ page }: Person) => expect(page.getByText(/^There is no connection/)).toHaveCount(0);
