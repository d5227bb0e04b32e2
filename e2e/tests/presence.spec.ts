import { expect, test } from "../src/fixtures.ts";

test("people see each other come, say that they are away, and go, across replicas", async ({ someone }) => {
  const ada = await someone("ada");
  const bob = await someone("bob", { not: await ada.replica() });
  await expect(ada.person(bob.name, "online")).toBeVisible();
  await expect(bob.person(ada.name, "online")).toBeVisible();
  await bob.account("Show me as away");
  await expect(ada.person(bob.name, "away")).toBeVisible();
  await bob.account("You are back");
  await expect(ada.person(bob.name, "online")).toBeVisible();
  await bob.leave();
  await expect(ada.person(bob.name, /last seen just now/)).toBeVisible();
});

test("who touches nothing for five minutes is away, on all devices, and back with the first touch", async ({
  someone,
}) => {
  const ada = await someone("ada");
  const bob = await someone("bob");
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
  const bob = await someone("bob");
  const tab = await bob.openTab();
  await expect(ada.person(bob.name, "online")).toBeVisible();
  await tab.page.close();
  // Whoever leaves after the tab was closed is seen to leave; so a change for the tab would have come by then.
  const eve = await someone("eve");
  await expect(ada.person(eve.name, "online")).toBeVisible();
  await eve.leave();
  await expect(ada.person(eve.name, /last seen/)).toBeVisible();
  await expect(ada.person(bob.name, "online")).toBeVisible();
});
