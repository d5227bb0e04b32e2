import { expect, test } from "../src/fixtures.ts";
import { screen } from "../src/screen.ts";

test("a private room: its owner invites, mutes, names, bans and lets back in; nobody else finds it", async ({
  someone,
}) => {
  const ada = await someone("ada");
  const bob = await someone("bob", { not: await ada.replica() });
  const eve = await someone("eve");
  const room = `Secret ${ada.name}`;
  await ada.joinRoom(room, "Private");
  await ada.openDetails();
  await ada.find(bob.name);
  const row = ada.page.getByRole("dialog").getByRole("listitem").filter({ hasText: bob.name });
  await expect(row).toContainText("online");
  await bob.openRoom(room);

  const asOwner = async (item: string) => {
    await row.getByRole("button", { name: `What to do with ${bob.name}` }).click();
    await ada.page.getByRole("menuitem", { name: item }).click();
  };
  await asOwner("Mute for 10 minutes");
  await expect(bob.page.getByText(/^You are muted here until/)).toBeVisible();
  await bob.composer.fill("May I?");
  await expect(bob.page.getByRole("button", { name: "Send" })).toBeDisabled();
  await asOwner("Let them speak again");
  await expect(bob.page.getByText(/^You are muted here until/)).toHaveCount(0);
  await bob.say("Thank you");

  await ada.page.getByLabel("Title").fill(`${room} 2`);
  await ada.page.getByRole("button", { name: "Save" }).click();
  await expect(bob.page.getByRole("heading", { name: `${room} 2` })).toBeVisible();

  await asOwner("Ban");
  await expect(bob.page.getByText("The owner of the room banned you.")).toBeVisible();
  await expect(bob.room(room)).toHaveCount(0);
  await screen(ada.page, "banned");
  await ada.page.getByRole("button", { name: `Let back in ${bob.name}` }).click();
  await expect(row).toHaveCount(0);
  await ada.page.keyboard.press("Escape");
  await ada.sees("Thank you");

  await eve.page.keyboard.press("ControlOrMeta+k");
  await eve.page.getByRole("combobox").fill(room);
  await expect(eve.page.getByText("Nothing begins like that.")).toBeVisible();
});
