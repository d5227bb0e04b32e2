import type { Page } from "@playwright/test";
import { expect, test } from "../src/fixtures.ts";
import { lookOf, type Person } from "../src/person.ts";
import { screen } from "../src/screen.ts";

test.describe.configure({ mode: "parallel" });

const forms = [
  { form: "desktop", phone: false, room: "Night shift", people: ["Ada", "Linus", "Margaret"] },
  { form: "phone", phone: true, room: "Harbour watch", people: ["Grace", "Dennis", "Radia"] },
] as const;

for (const { form, phone, room, people } of forms) {
  test(`every screen is accessible and has its picture taken: ${form}`, async ({ someone, browser, stack }) => {
    // Two pictures and two audits of each screen take their time on a machine that has other things to do.
    test.setTimeout(300_000);
    const [reader, writer, third] = people;
    const report = "Nothing lost: https://example.org/report";
    const faults: string[] = [];
    const watched = (page: Page) =>
      page.on("console", message => message.type() === "error" && faults.push(message.text()));

    await test.step("sign in", async () => {
      const context = await browser.newContext(lookOf({ phone }));
      const page = await context.newPage();
      watched(page);
      await page.goto(stack.url);
      await expect(page.getByLabel("Password", { exact: true })).toBeVisible();
      await screen(page, `sign-in-${form}`);
      await page.getByRole("button", { name: "Create account" }).click();
      await expect(page.getByRole("alert").first()).toBeVisible();
      await screen(page, `sign-in-refused-${form}`);
      await context.close();
    });

    const [other, away] = await Promise.all([someone(writer, { plain: true }), someone(third, { plain: true })]);
    await away.account("Show me as away");
    const person = await someone(reader, { phone, plain: true, not: await other.replica() });
    const { page } = person;
    watched(page);

    await test.step("a room", async () => {
      await person.joinRoom(room, "Private");
      await screen(page, `empty-${form}`);
      await person.openDetails();
      for (const name of [writer, third]) {
        await person.find(name);
        await expect(page.getByRole("dialog").getByRole("listitem").filter({ hasText: name })).toBeVisible();
      }
      await screen(page, `details-${form}`);
      await page.keyboard.press("Escape");
      for (const each of [other, away]) await each.openRoom(room);
      await talk(person, other, away);
      await away.writeTo(reader);
      await away.say("Coffee at ten?");
      await expect(page).toHaveTitle(/^\(1\) /);
      await other.composer.pressSequentially("And now");
      await expect(page.getByText(`${writer} is typing…`)).toBeVisible();
      await screen(page, `chat-${form}`);
    });

    await test.step("menus and dialogs", async () => {
      await person.message(report).click({ position: { x: 4, y: 4 } });
      await person
        .message(report)
        .getByRole("button", { name: /^What to do/ })
        .click();
      await expect(page.getByRole("menuitem", { name: "Edit" })).toBeFocused();
      await screen(page, `menu-${form}`);
      await page.getByRole("menuitem", { name: "Remove…" }).click();
      await screen(page, `remove-${form}`);
      await page.getByRole("button", { name: "Keep it" }).click();
      await person.choose(report, "Edit");
      await screen(page, `edit-${form}`);
      await page.getByRole("button", { name: "Cancel" }).click();
      if (!phone) {
        await page.getByRole("button", { name: "Emoji" }).click();
        await screen(page, `emoji-${form}`);
        await page.keyboard.press("Escape");
      }
      await person.showRooms();
      if (phone) await screen(page, `rooms-${form}`);
      await page.getByRole("button", { name: "Join or create a room" }).click();
      await expect(page.getByLabel("Room name")).toBeFocused();
      await screen(page, `join-${form}`);
      await page.keyboard.press("Escape");
      await person.showRooms();
      await page.getByRole("button", { name: "Go to a room or a person" }).click();
      await page.getByRole("combobox").fill(writer.slice(0, 2));
      await expect(page.getByRole("option", { name: writer })).toBeVisible();
      await screen(page, `jump-${form}`);
      await page.keyboard.press("Escape");
      await page.goto(`${stack.url}/#/somewhere-else`);
      await expect(page.getByText("There is no public room #somewhere-else")).toBeVisible();
      await screen(page, `not-in-room-${form}`);
    });
    expect(faults).toEqual([]);
  });
}

async function talk(person: Person, other: Person, away: Person): Promise<void> {
  await other.say("Has anybody seen the numbers of last night?");
  await person.sees("Has anybody seen the numbers of last night?");
  await person.say("Two replicas, one of them killed at three in the morning.");
  await person.say("Nothing lost: https://example.org/report");
  await other.sees("Nothing lost: https://example.org/report");
  await other.say("Nothing twice either. I counted.");
  await away.sees("Nothing twice either. I counted.");
  await away.say("🎉");
  await person.sees("🎉");
}
