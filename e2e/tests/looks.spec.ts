import { mkdir } from "node:fs/promises";
import { fileURLToPath } from "node:url";
import AxeBuilder from "@axe-core/playwright";
import type { Page } from "@playwright/test";
import { artefacts } from "../src/environment.ts";
import { expect, test } from "../src/fixtures.ts";
import { lookOf, type Person } from "../src/person.ts";

/** Those of the README, renewed with UPDATE_IMAGES=1. */
const shownInReadme = new Set(["chat-desktop-light", "chat-desktop-dark", "chat-phone-light", "details-phone-dark"]);

/** A picture of each screen is an artefact of the run, and the screen is accessible. */
async function screen(page: Page, name: string): Promise<void> {
  await page.mouse.move(0, 0);
  await page.screenshot({ path: `${artefacts}/${name}.png`, animations: "disabled" });
  if (process.env.UPDATE_IMAGES && shownInReadme.has(name)) {
    const images = fileURLToPath(new URL("../../docs/images", import.meta.url));
    await mkdir(images, { recursive: true });
    await page.screenshot({ path: `${images}/${name}.png`, animations: "disabled" });
  }
  expect((await new AxeBuilder({ page }).analyze()).violations, name).toEqual([]);
}

const looks = [
  { look: "desktop-light", phone: false, dark: false, room: "Night shift", people: ["Ada", "Linus", "Margaret"] },
  { look: "desktop-dark", phone: false, dark: true, room: "Late crew", people: ["Grace", "Dennis", "Radia"] },
  { look: "phone-light", phone: true, dark: false, room: "Early birds", people: ["Barbara", "Ken", "Anita"] },
  { look: "phone-dark", phone: true, dark: true, room: "Harbour watch", people: ["Frances", "Edsger", "Hedy"] },
] as const;

for (const { look, phone, dark, room, people } of looks) {
  test(`every screen is accessible and has its picture taken: ${look}`, async ({ someone, browser, stack }) => {
    const [reader, writer, third] = people;
    const faults: string[] = [];
    const watched = (page: Page) =>
      page.on("console", message => message.type() === "error" && faults.push(message.text()));

    await test.step("sign in", async () => {
      const context = await browser.newContext(lookOf({ phone, dark }));
      const page = await context.newPage();
      watched(page);
      await page.goto(stack.url);
      await expect(page.getByLabel("Password", { exact: true })).toBeVisible();
      await screen(page, `sign-in-${look}`);
      await page.getByRole("button", { name: "Create account" }).click();
      await expect(page.getByRole("alert").first()).toBeVisible();
      await screen(page, `sign-in-refused-${look}`);
      await context.close();
    });

    const other = await someone(writer, { plain: true });
    const away = await someone(third, { plain: true });
    await away.account("Show me as away");
    const person = await someone(reader, { phone, dark, plain: true, not: await other.replica() });
    watched(person.page);

    await test.step("a room", async () => {
      await person.joinRoom(room, "Private");
      await screen(person.page, `empty-${look}`);
      await person.openDetails();
      await person.find(writer);
      await expect(person.page.getByRole("dialog").getByRole("listitem").filter({ hasText: writer })).toBeVisible();
      await person.find(third);
      await expect(person.page.getByRole("dialog").getByRole("listitem").filter({ hasText: third })).toBeVisible();
      await screen(person.page, `details-${look}`);
      await person.page.keyboard.press("Escape");
      await person.dismissNotices();
      for (const each of [other, away]) await each.openRoom(room);
      await talk(person, other, away);
      await screen(person.page, `chat-${look}`);
    });

    await test.step("menus and dialogs", async () => {
      await person.message("Nothing lost: https://example.org/report").click({ position: { x: 4, y: 4 } });
      await person
        .message("Nothing lost: https://example.org/report")
        .getByRole("button", { name: /^What to do/ })
        .click();
      await expect(person.page.getByRole("menuitem", { name: "Edit" })).toBeFocused();
      await screen(person.page, `menu-${look}`);
      await person.page.getByRole("menuitem", { name: "Remove…" }).click();
      await screen(person.page, `remove-${look}`);
      await person.page.getByRole("button", { name: "Keep it" }).click();
      await person.choose("Nothing lost: https://example.org/report", "Edit");
      await screen(person.page, `edit-${look}`);
      await person.page.getByRole("button", { name: "Cancel" }).click();
      await person.showRooms();
      if (phone) await screen(person.page, `rooms-${look}`);
      await person.page.getByRole("button", { name: "Join or create a room" }).click();
      await expect(person.page.getByLabel("Room name")).toBeFocused();
      await screen(person.page, `join-${look}`);
      await person.page.keyboard.press("Escape");
      await person.showRooms();
      await person.page.getByRole("button", { name: "Go to a room or a person" }).click();
      await person.page.getByRole("combobox").fill(writer.slice(0, 2));
      await expect(person.page.getByRole("option", { name: writer })).toBeVisible();
      await screen(person.page, `jump-${look}`);
      await person.page.keyboard.press("Escape");
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
  await other.composer.pressSequentially("And now");
  await expect(person.page.getByText(/is typing…$/)).toBeVisible();
}
