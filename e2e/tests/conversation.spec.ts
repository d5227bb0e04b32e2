import { execFile } from "node:child_process";
import { promisify } from "node:util";
import { rootDir } from "@hubbub/stack";
import { expect, test } from "../src/fixtures.ts";

const run = promisify(execFile);

test("two browsers on two replicas talk, see each other type, and change what they said", async ({ someone }) => {
  const ada = await someone("ada");
  const bob = await someone("bob", { not: await ada.replica() });
  for (const person of [ada, bob]) await person.joinRoom(`morning ${ada.name}`);
  await ada.composer.pressSequentially("Good");
  await expect(bob.page.getByText(`${ada.name} is typing…`)).toBeVisible();
  await ada.say("Good mourning, everybody");
  await expect(bob.page.getByText(`${ada.name} is typing…`)).toHaveCount(0);
  await bob.sees("Good mourning, everybody");
  await bob.say("Good morning, Ada");
  await ada.sees("Good morning, Ada");

  await ada.choose("Good mourning, everybody", "Edit");
  await expect(ada.composer).toHaveValue("Good mourning, everybody");
  await ada.say("Good morning, everybody");
  await bob.sees("Good morning, everybody");
  await expect(bob.message("Good morning, everybody").getByText("(edited)")).toBeVisible();

  await bob.choose("Good morning, Ada", "Remove…");
  await bob.page.getByRole("dialog").getByRole("button", { name: "Remove", exact: true }).click();
  await ada.sees("This message was removed.");
  await expect(ada.message("Good morning, Ada")).toHaveCount(0);

  await ada.page.reload();
  await ada.isOnline();
  await ada.sees("Good morning, everybody");
  await ada.sees("This message was removed.");

  // Whoever falls silent is not shown as typing for ever.
  await ada.composer.pressSequentially("Well");
  await expect(bob.page.getByText(`${ada.name} is typing…`)).toBeVisible();
  await expect(bob.page.getByText(`${ada.name} is typing…`)).toHaveCount(0);
});

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
