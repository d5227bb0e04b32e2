import { execFile } from "node:child_process";
import { promisify } from "node:util";
import { rootDir } from "@hubbub/stack";
import { expect, test } from "../src/fixtures.ts";

const run = promisify(execFile);

test("two browsers on two replicas talk in a room", async ({ someone }) => {
  const ada = await someone("ada");
  const bob = await someone("bob", { not: await ada.replica() });
  await ada.say("Good morning, everybody");
  await bob.sees("Good morning, everybody");
  await bob.say("Good morning, Ada");
  await ada.sees("Good morning, Ada");
  await ada.sees("Good morning, everybody");
});

test("two people talk directly, and a third does not see it", async ({ someone }) => {
  const ada = await someone("ada");
  const bob = await someone("bob", { not: await ada.replica() });
  const eve = await someone("eve");
  await ada.writeTo(bob.name);
  await ada.say("Only for you");
  await bob.openRoom(new RegExp(ada.name));
  await bob.sees("Only for you");
  await bob.say("And this for you");
  await ada.sees("And this for you");
  await expect(eve.page.getByText("Only for you")).toHaveCount(0);
  await expect(eve.page.getByRole("navigation", { name: "Rooms" }).getByText(ada.name)).toHaveCount(0);
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

test("a reload keeps the session and shows the history once", async ({ someone }) => {
  const ada = await someone("ada");
  await ada.say(`Written before the reload by ${ada.name}`);
  await ada.sees(`Written before the reload by ${ada.name}`);
  await ada.page.reload();
  await ada.isOnline();
  await ada.sees(`Written before the reload by ${ada.name}`);
});

test("text is text: markup is shown, links are safe", async ({ someone }) => {
  const ada = await someone("ada");
  const markup = `<img src=x onerror="document.title='owned'"> ${ada.name}`;
  await ada.say(markup);
  await ada.sees(markup);
  await ada.say(`see https://example.org/${ada.name}`);
  const link = ada.log.getByRole("link", { name: `https://example.org/${ada.name}` });
  await expect(link).toHaveAttribute("rel", /noopener/);
  await expect(ada.page).not.toHaveTitle(/owned/);
});
