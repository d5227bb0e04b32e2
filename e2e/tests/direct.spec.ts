import { expect, test } from "../src/fixtures.ts";
import { Person } from "../src/person.ts";
import { screen } from "../src/screen.ts";

test("somebody offline is written to, reads it later, and is in step on two devices", async ({
  someone,
  browser,
  stack,
}) => {
  const bob = await someone("bob");
  const ada = await someone("ada");
  const eve = await someone("eve");
  await bob.leave();
  await expect(ada.person(bob.name, /last seen/)).toBeVisible();
  await ada.writeTo(bob.name);
  await expect(ada.page.getByRole("banner").getByText(/last seen/)).toBeVisible();
  await ada.say("For when you are back");
  await ada.say("Only for you");
  await expect(ada.message("Only for you").getByText("Sent")).toBeAttached();

  const back = await Person.signIn(browser, stack.url, bob.name);
  const other = await Person.signIn(browser, stack.url, bob.name);
  for (const device of [back, other]) {
    await expect(device.room(ada.name).getByText("2 unread")).toBeVisible();
    await expect(device.page).toHaveTitle(/^\(2\) /);
  }
  await back.openRoom(new RegExp(ada.name));
  await back.sees("Only for you");
  await expect(back.log.getByText("New", { exact: true })).toBeVisible();
  await screen(back.page, "new");
  for (const device of [back, other]) {
    await expect(device.room(ada.name).getByText("unread")).toHaveCount(0);
    await expect(device.page).not.toHaveTitle(/^\(/);
  }
  await back.say("Here I am");
  await ada.sees("Here I am");
  await expect(eve.room(ada.name)).toHaveCount(0);
  await Promise.all([back.leave(), other.leave()]);
});
