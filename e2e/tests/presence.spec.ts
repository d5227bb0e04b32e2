import { expect, test } from "../src/fixtures.ts";

test("people see each other come and go across replicas", async ({ someone }) => {
  const ada = await someone("ada");
  const bob = await someone("bob", { not: await ada.replica() });
  await expect(ada.online(bob.name)).toBeVisible();
  await expect(bob.online(ada.name)).toBeVisible();
  await bob.leave();
  await expect(ada.online(bob.name)).toHaveCount(0);
});

test("of two tabs one is closed, and the person stays online", async ({ someone }) => {
  const ada = await someone("ada");
  const bob = await someone("bob");
  const tab = await bob.openTab();
  await expect(ada.online(bob.name)).toBeVisible();
  await tab.page.close();
  // Whoever leaves after the tab was closed is seen to leave; so a change for the tab would have come by then.
  const eve = await someone("eve");
  await expect(ada.online(eve.name)).toBeVisible();
  await eve.leave();
  await expect(ada.online(eve.name)).toHaveCount(0);
  await expect(ada.online(bob.name)).toBeVisible();
});
