import { expect, test } from "../src/fixtures.ts";

test("people see each other come, say that they are away, and go, across replicas", async ({ someone }) => {
  const ada = await someone("ada");
  const bob = await someone("bob", { phone: true, not: await ada.replica() });
  for (const [person, other] of [
    [ada, bob],
    [bob, ada],
  ] as const) {
    await person.account("Show me as away");
    await other.showRooms();
    await expect(other.person(person.name, "away")).toBeVisible();
    await other.hideRooms();
    await person.account("You are back");
    await other.showRooms();
    await expect(other.person(person.name, "online")).toBeVisible();
    await other.hideRooms();
  }
  await bob.leave();
  await expect(ada.person(bob.name, /last seen just now/)).toBeVisible();
});

test("who touches nothing for five minutes is away, on all devices, and back with the first touch", async ({
  someone,
}) => {
  const ada = await someone("ada");
  const bob = await someone("bob", { phone: true });
  await bob.page.clock.install();
  await bob.page.reload();
  await bob.isOnline();
  await bob.page.clock.fastForward("05:01");
  await expect(ada.person(bob.name, "away")).toBeVisible();
  await bob.page.mouse.move(200, 200);
  await expect(ada.person(bob.name, "online")).toBeVisible();
});

test("of two tabs one is closed, and the person stays online", async ({ someone }) => {
  const ada = await someone("ada");
  const people = [await someone("bob", { phone: true }), await someone("linus")];
  for (const person of people) {
    const tab = await person.openTab();
    await expect(ada.person(person.name, "online")).toBeVisible();
    await tab.page.close();
  }
  // Whoever leaves after the tabs were closed is seen to leave; so a change for a tab would have come by then.
  const eve = await someone("eve");
  await expect(ada.person(eve.name, "online")).toBeVisible();
  await eve.leave();
  await expect(ada.person(eve.name, /last seen/)).toBeVisible();
  for (const { name } of people) await expect(ada.person(name, "online")).toBeVisible();
});
