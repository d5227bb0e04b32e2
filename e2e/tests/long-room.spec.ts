import type { Locator } from "@playwright/test";
import { fill } from "../src/crowd.ts";
import { expect, test } from "../src/fixtures.ts";
import { screen } from "../src/screen.ts";

test("a room of 10,000 messages: a loss is told, joining takes one page, only what is in sight is in the page", async ({
  someone,
  stack,
}) => {
  test.setTimeout(300_000);
  const ada = await someone("ada");
  const { page, log } = ada;
  const room = `long-${ada.name}`;
  await ada.joinRoom(room);
  await ada.say("Before all that");

  // More is said while nobody can hear it than a log holds.
  const before = stack.replicas;
  await Promise.all(before.map(replica => replica.kill()));
  await fill(stack, room, 10_200);
  for (const { id } of before) await stack.replaceReplica(id);
  await ada.sees(/^message 10200$/);
  await log.hover();
  const loss = log.getByText(/^Something may be missing here/);
  for (let wheel = 0; wheel < 10 && !(await isInSight(loss)); wheel++) await page.mouse.wheel(0, -300);
  await screen(page, "not-recovered");
  expect(await isInSight(loss)).toBe(true);

  // Of this room: other tests may have said something in general.
  const asked: string[] = [];
  page.on("websocket", socket => {
    socket.on("framesent", ({ payload }) => {
      if (String(payload).includes(`["room:history",{"room":"${room}"`)) asked.push(String(payload));
    });
  });

  await page.reload();
  await ada.sees(/^message 10200$/);
  expect(asked.length).toBeLessThanOrEqual(1);
  await expect(page.getByRole("button", { name: /^Jump to latest/ })).toHaveCount(0);

  // Upwards through a thousand messages, as a finger on a wheel would.
  await log.hover();
  const inSight = () => log.getByRole("article").count();
  for (let wheel = 0; wheel < 40 || asked.length <= 2; wheel++) {
    await page.mouse.wheel(0, -1_000);
    expect(await inSight()).toBeLessThan(80);
  }

  // What one reads stays where it is while older messages come above it and new ones below.
  const reading = log.getByRole("article").nth((await inSight()) >> 1);
  const text = await reading.locator(".text").innerText();
  const place = async () => Math.round((await ada.message(text).boundingBox())?.y ?? Number.NaN);
  const stood = await place();
  await fill(stack, room, 3, "new");
  await expect(page.getByRole("button", { name: "Jump to latest (3)" })).toBeVisible();
  expect(Math.abs((await place()) - stood)).toBeLessThanOrEqual(2);

  await screen(page, "long-room");
  await page.getByRole("button", { name: "Jump to latest (3)" }).click();
  await ada.sees(/^new 3$/);
  await expect(page.getByRole("button", { name: /^Jump to latest/ })).toHaveCount(0);
  await fill(stack, room, 1, "newest");
  await ada.sees(/^newest 1$/);
});

const isInSight = async (part: Locator): Promise<boolean> => {
  const box = (await part.count()) === 0 ? null : await part.boundingBox();
  return box !== null && box.y > 60 && box.y < 680;
};

test("the first load is light, and the page may run nothing but its own files", async ({ page, stack }) => {
  const sizes: Promise<number>[] = [];
  page.on("requestfinished", request => {
    if (/\.js$/.test(request.url())) sizes.push(request.sizes().then(({ responseBodySize }) => responseBodySize));
  });
  const response = await page.goto(stack.url);
  await expect(page.getByLabel("Password", { exact: true })).toBeVisible();
  const bytes = (await Promise.all(sizes)).reduce((sum, size) => sum + size, 0);
  expect(bytes).toBeGreaterThan(0);
  expect(bytes).toBeLessThanOrEqual(60_000);
  const policy = response?.headers()["content-security-policy"] ?? "";
  expect(policy).toContain("script-src 'self'");
  expect(policy).not.toMatch(/unsafe|data:|\*| wss?:/);
});
