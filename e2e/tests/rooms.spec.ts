import { expect, test } from "../src/fixtures.ts";
import type { Person } from "../src/person.ts";
import { screen } from "../src/screen.ts";

test("a private room: its owner invites, mutes, names, bans and lets back in; nobody else finds it", async ({
  someone,
}) => {
  const ada = await someone("ada");
  const bob = await someone("bob", { phone: true, not: await ada.replica() });
  const eve = await someone("eve");
  const room = `Secret ${ada.name}`;
  await ada.joinRoom(room, "Private");
  await ada.openDetails();
  await ada.find(bob.name);
  const row = rowOf(ada, bob);
  await expect(row).toContainText("online");
  await bob.openRoom(room);

  // What was written out of reach is refused later, and can be tried again.
  await bob.setOffline(true);
  await bob.say("May I?");
  await asOwner(ada, bob, "Mute for 10 minutes");
  await expect(row).toContainText("muted until");
  await bob.setOffline(false);
  await expect(bob.message("May I?")).toContainText("Not sent. You are muted here for 10 minutes.");
  await expect(bob.page.getByText(/^You are muted here until/)).toBeVisible();
  await bob.composer.fill("May I now?");
  await expect(bob.page.getByRole("button", { name: "Send" })).toBeDisabled();
  await screen(bob.page, "failed-phone");
  await asOwner(ada, bob, "Let them speak again");
  await expect(bob.page.getByText(/^You are muted here until/)).toHaveCount(0);
  const shown = await bob.message("May I?").elementHandle();
  await bob.message("May I?").getByRole("button", { name: "Try again" }).click();
  await expect(bob.message("May I?").getByText("Sent", { exact: true })).toBeAttached();
  // It is the same part of the page from the first try to its place in the log: nothing jumps or flickers.
  expect(await shown?.isVisible()).toBe(true);

  await ada.page.getByLabel("Title").fill(`${room} 2`);
  await ada.page.getByRole("button", { name: "Save" }).click();
  await expect(bob.page.getByRole("heading", { name: `${room} 2` })).toBeVisible();

  await asOwner(ada, bob, "Ban…");
  await expect(bob.page.getByText("The owner of the room banned you.")).toBeVisible();
  await isOut(bob, room);
  await screen(bob.page, "banned-phone");
  await screen(ada.page, "banned");
  await ada.page.getByRole("button", { name: `Let back in ${bob.name}` }).click();
  await expect(row).toHaveCount(0);
  await ada.page.keyboard.press("Escape");
  await ada.sees("May I?");

  await eve.page.keyboard.press("ControlOrMeta+k");
  await eve.page.getByRole("combobox").fill(room);
  await expect(eve.page.getByText("Nothing begins like that.")).toBeVisible();
});

test("a room is passed on, and who is removed is told, hears no more and may be invited again", async ({ someone }) => {
  const ada = await someone("ada");
  const bob = await someone("bob", { phone: true, not: await ada.replica() });
  const room = `Crew${"of".repeat(28)} ${ada.name}`;
  await ada.joinRoom(room, "Private");
  await ada.openDetails();
  await ada.find(bob.name);
  await asOwner(ada, bob, "Make them the owner…");
  await expect(rowOf(ada, bob)).toContainText("owner");
  await expect(ada.page.getByLabel("Title")).toHaveCount(0);
  await ada.page.keyboard.press("Escape");

  await bob.openRoom(room);
  // Whoever taps on the room that is open sees it again.
  await bob.openRoom(room);
  await bob.openDetails();
  await expect(bob.page.getByLabel("Title")).toHaveValue(room);
  await rowOf(bob, ada).getByRole("button").click();
  await screen(bob.page, "member-phone");
  await bob.page.keyboard.press("Escape");
  await asOwner(bob, ada, "Remove from the room");
  await expect(ada.page.getByText("The owner of the room removed you.")).toBeVisible();
  await isOut(ada, room);
  await expect(rowOf(bob, ada)).toHaveCount(0);
  await bob.find(ada.name);
  await expect(rowOf(bob, ada)).toBeVisible();
  await bob.page.keyboard.press("Escape");
  await ada.openRoom(room);
  await bob.say("Welcome back");
  await ada.sees("Welcome back");
});

const rowOf = ({ page }: Person, { name }: Person) =>
  page.getByRole("dialog").getByRole("listitem").filter({ hasText: name });

async function asOwner(owner: Person, member: Person, item: string): Promise<void> {
  const name = `What to do with ${member.name}`;
  await rowOf(owner, member).getByRole("button", { name }).click();
  await owner.page.getByRole("menuitem", { name: item, exact: true }).click();
  // What cannot be undone is asked first.
  const action = item.replace(/…$/, "");
  if (action !== item) await owner.page.getByRole("dialog").getByRole("button", { name: action, exact: true }).click();
}

/** They see general instead, and the room is in their list no more. */
async function isOut(person: Person, room: string): Promise<void> {
  await person.hasOpen("general");
  await expect(person.room(room, { isHidden: true })).toHaveCount(0);
}
