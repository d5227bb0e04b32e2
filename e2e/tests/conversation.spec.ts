import { execFile } from "node:child_process";
import { promisify } from "node:util";
import { rootDir } from "@hubbub/stack";
import { expect, test } from "../src/fixtures.ts";
import { forms, type Person } from "../src/person.ts";

const run = promisify(execFile);

test("a desk and a phone on two replicas talk, see each other type, and change what they said", async ({ someone }) => {
  const ada = await someone("ada");
  const bob = await someone("bob", { phone: true, not: await ada.replica() });
  for (const person of [ada, bob]) await person.joinRoom(`morning ${ada.name}`);
  for (const [speaker, hearer] of [
    [ada, bob],
    [bob, ada],
  ] as const) {
    const text = (end: string) => `Good ${end}, ${hearer.name}`;
    await speaker.composer.pressSequentially("Good");
    await expect(typing(speaker, hearer)).toBeVisible();
    await speaker.say(text("mourning"));
    await expect(typing(speaker, hearer)).toHaveCount(0);
    await hearer.sees(text("mourning"));
    await expect(hearer.news).toHaveText(`${speaker.name}: ${text("mourning")}`);
    await expect(speaker.message(text("mourning")).getByText("Sent", { exact: true })).toBeAttached();

    await speaker.choose(text("mourning"), "Edit");
    await expect(speaker.composer).toHaveValue(text("mourning"));
    await speaker.say(text("morning"));
    await hearer.sees(text("morning"));
    await expect(hearer.message(text("morning")).getByText("(edited)")).toBeVisible();

    await speaker.say("A slip");
    await hearer.sees("A slip");
    await speaker.choose("A slip", "Remove…");
    // What is asked about this room is not asked in another one.
    await speaker.page.goBack();
    await expect(speaker.page.getByRole("dialog")).toHaveCount(0);
    await speaker.page.goForward();
    await speaker.choose("A slip", "Remove…");
    await speaker.page.getByRole("dialog").getByRole("button", { name: "Remove", exact: true }).click();
    await expect(hearer.message("A slip")).toHaveCount(0);
  }
  for (const person of [ada, bob]) {
    await person.page.reload();
    await person.isOnline();
    for (const name of [ada.name, bob.name]) await person.sees(`Good morning, ${name}`);
    await expect(person.log.getByText("This message was removed.")).toHaveCount(2);
  }

  // Whoever falls silent is not shown as typing for ever.
  await Promise.all([ada, bob].map(person => person.composer.pressSequentially("Well")));
  await expect(typing(ada, bob)).toBeVisible();
  await expect(typing(bob, ada)).toBeVisible();
  await expect(typing(ada, bob)).toHaveCount(0);
  await expect(typing(bob, ada)).toHaveCount(0);
});

const typing = (speaker: Person, hearer: Person) => hearer.page.getByText(`${speaker.name} is typing…`);

for (const { form, phone } of forms) {
  test(`what is not sent waits in its room, across a change of room and a reload: ${form}`, async ({ someone }) => {
    const ada = await someone("ada", { phone });
    const room = `draft ${ada.name}`;
    await ada.joinRoom(room);
    await ada.composer.fill("Not yet\nfinished");
    await ada.openRoom("general");
    await expect(ada.composer).toHaveValue("");
    await expect(ada.room(`${room} with a draft`, { isHidden: true })).toBeAttached();
    await ada.page.reload();
    await ada.isOnline();
    await ada.openRoom(room);
    await expect(ada.composer).toHaveValue("Not yet\nfinished");
    await ada.submit();
    await ada.sees("Not yet\nfinished");
    await ada.page.reload();
    await expect(ada.composer).toHaveValue("");
  });
}

test("a terminal runs the emitter, and both browsers see it once", async ({ someone, stack }) => {
  const ada = await someone("ada");
  const bob = await someone("bob", { not: await ada.replica() });
  const text = `Deploy at 17:00 (${ada.name})`;
  await run("npx", ["hubbub-emit", "announce", "general", text], {
    cwd: rootDir,
    env: { ...process.env, REDIS_URL: stack.redis.url, KEY_PREFIX: stack.keyPrefix },
  });
  await ada.sees(text);
  await bob.sees(text);
});

test("text is text: markup is shown, links are safe, words are as long as they are", async ({ someone }) => {
  const ada = await someone("ada");
  const markup = `<img src=x onerror="document.title='owned'"> ${ada.name}`;
  await ada.say(markup);
  await ada.sees(markup);
  await ada.say(`see https://example.org/${ada.name}, and javascript:alert(1)`);
  const link = ada.log.getByRole("link", { name: `https://example.org/${ada.name}` });
  await expect(link).toHaveAttribute("rel", /noopener/);
  await expect(ada.log.getByRole("link", { name: /javascript/ })).toHaveCount(0);
  await ada.say("long".repeat(200));
  await ada.sees("long".repeat(200));
  expect(await ada.log.evaluate(log => log.scrollWidth > log.clientWidth)).toBe(false);
  await expect(ada.page).not.toHaveTitle(/owned/);
});
