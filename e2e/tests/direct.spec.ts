import { expect, test } from "../src/fixtures.ts";
import { lookOf, Person } from "../src/person.ts";
import { screen } from "../src/screen.ts";

test("somebody offline is written to, reads it later on a phone or on a desk, and is in step on both", async ({
  someone,
  browser,
  stack,
}) => {
  const bob = await someone("bob");
  const ada = await someone("ada");
  const eve = await someone("eve", { phone: true });
  await bob.leave();
  for (const [sender, ...texts] of [
    [ada, "For when you are back", "Only for you"],
    [eve, "From a phone"],
  ] as const) {
    await sender.writeTo(bob.name);
    await expect(sender.page.getByRole("banner").getByText(/last seen/)).toBeVisible();
    for (const text of texts) {
      await sender.say(text);
      await expect(sender.message(text).getByText("Sent", { exact: true })).toBeAttached();
    }
  }
  await expect(ada.person(bob.name, /last seen/)).toBeVisible();

  const phone = await Person.signIn(browser, stack.url, bob.name, lookOf({ phone: true }));
  const desk = await Person.signIn(browser, stack.url, bob.name);
  const devices = [phone, desk];
  const areUnread = async (sender: Person, count: number, total: number) => {
    for (const device of devices) {
      const room = device.room(sender.name, { isHidden: true });
      if (count === 0) await expect(room.getByText("unread")).toHaveCount(0);
      else await expect(room.getByText(`${count} unread`)).toBeAttached();
      await expect(device.page).toHaveTitle(total === 0 ? /^[^(]/ : new RegExp(`^\\(${total}\\) `));
    }
  };
  await areUnread(ada, 2, 3);
  await areUnread(eve, 1, 3);
  for (const [device, sender, text, form, left] of [
    [phone, ada, "Only for you", "phone", 1],
    [desk, eve, "From a phone", "desktop", 0],
  ] as const) {
    await device.openRoom(new RegExp(sender.name));
    await device.sees(text);
    await expect(device.log.getByText("New", { exact: true })).toBeVisible();
    await screen(device.page, `new-${form}`);
    await areUnread(sender, 0, left);
    await device.say("Here I am");
    await sender.sees("Here I am");
  }
  await expect(eve.room(ada.name)).toHaveCount(0);
  await Promise.all(devices.map(device => device.leave()));
});
