import { fileURLToPath } from "node:url";
import AxeBuilder from "@axe-core/playwright";
import type { Page } from "@playwright/test";
import { artefacts } from "../src/environment.ts";
import { expect, test } from "../src/fixtures.ts";
import { lookOf } from "../src/person.ts";

/** Every picture is an artefact of the run; the README's own is renewed with UPDATE_IMAGES=1. */
async function picture(page: Page, name: string): Promise<void> {
  await page.screenshot({ path: `${artefacts}/${name}.png`, animations: "disabled" });
  if (process.env.UPDATE_IMAGES && name === "chat-desktop-light") {
    const path = fileURLToPath(new URL("../../docs/images/chat.png", import.meta.url));
    await page.screenshot({ path, animations: "disabled" });
  }
}

const isAccessible = async (page: Page) => expect((await new AxeBuilder({ page }).analyze()).violations).toEqual([]);

const looks = [
  { look: "desktop-light", phone: false, dark: false, people: ["Ada", "Linus"] },
  { look: "desktop-dark", phone: false, dark: true, people: ["Grace", "Dennis"] },
  { look: "phone-light", phone: true, dark: false, people: ["Barbara", "Ken"] },
  { look: "phone-dark", phone: true, dark: true, people: ["Frances", "Edsger"] },
] as const;

for (const { look, phone, dark, people } of looks) {
  test(`the chat is accessible and has its picture taken: ${look}`, async ({ someone }) => {
    const [reader, writer] = people;
    const other = await someone(writer, { plain: true });
    const person = await someone(reader, { phone, dark, plain: true, not: await other.replica() });
    const faults: string[] = [];
    person.page.on("console", message => message.type() === "error" && faults.push(message.text()));
    const room = look === "desktop-light" ? "night-shift" : `night-shift-${look}`;
    for (const each of [other, person]) await each.joinRoom(room);
    await other.say("Has anybody seen the numbers of last night?");
    await person.sees("Has anybody seen the numbers of last night?");
    await person.say("Two replicas, one of them killed at three in the morning.");
    await person.say("Nothing lost: https://example.org/report");
    await other.sees("Nothing lost: https://example.org/report");
    await other.say("Nothing twice either. I counted.");
    await person.sees("Nothing twice either. I counted.");
    await expect(person.page.getByText("2 online")).toBeVisible();
    await picture(person.page, `chat-${look}`);
    await isAccessible(person.page);
    if (phone) {
      await person.showRooms();
      await picture(person.page, `rooms-${look}`);
      await isAccessible(person.page);
    }
    expect(faults).toEqual([]);
  });

  test(`the sign-in is accessible and has its picture taken: ${look}`, async ({ browser, stack }) => {
    const context = await browser.newContext(lookOf({ phone, dark }));
    const page = await context.newPage();
    await page.goto(stack.url);
    await expect(page.getByLabel("Password", { exact: true })).toBeVisible();
    await picture(page, `sign-in-${look}`);
    await isAccessible(page);
    await context.close();
  });
}
