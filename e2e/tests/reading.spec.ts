import { fill } from "../src/crowd.ts";
import { expect, test } from "../src/fixtures.ts";

// Where the clock has twelve hours, times are longer.
test.use({ locale: "en-US" });

test("on a phone one reads on where one was, while older messages come above and new ones below", async ({
  someone,
  stack,
}) => {
  const ada = await someone("ada", { phone: true });
  const { page, log } = ada;
  const room = `reading-${ada.name}`;
  await ada.joinRoom(room);
  await ada.openRoom("general");
  await fill(stack, room, 120);
  await page.reload();
  await ada.openRoom(new RegExp(room));
  await ada.sees("message 120");
  await expect(ada.message("message 120").locator(".text")).toHaveAttribute(
    "title",
    /^\w+day\b.* \d{4}\b.* \d\d?:\d\d/,
  );

  const lineOf = async (text: string) => (await ada.message(text).boundingBox())?.y ?? Number.NaN;
  expect((await lineOf("message 116")) - (await lineOf("message 115"))).toBeLessThan(32);

  const place = async () => Math.round((await ada.message("message 78").boundingBox())?.y ?? Number.NaN);
  const top = () => log.evaluate(({ scrollTop }) => scrollTop);
  await log.evaluate(element => element.scrollTo(0, 300));
  const stood = await place();
  await expect.poll(top).toBeGreaterThan(1_000);
  expect(Math.abs((await place()) - stood)).toBeLessThanOrEqual(2);

  await fill(stack, room, 2, "new");
  await expect(page.getByRole("button", { name: "Jump to latest (2)" })).toBeVisible();
  expect(Math.abs((await place()) - stood)).toBeLessThanOrEqual(2);
  await page.getByRole("button", { name: "Jump to latest (2)" }).tap();
  await expect(ada.message("new 2")).toBeInViewport({ ratio: 1 });
  await expect(page.getByRole("button", { name: /^Jump to latest/ })).toHaveCount(0);

  // Each time the top is reached there is more, until the room begins.
  await expect(async () => {
    await log.evaluate(element => element.scrollTo(0, 0));
    await expect(log.getByText(`Welcome to #${room}`)).toBeInViewport({ timeout: 500 });
  }).toPass();
  await expect(log.getByRole("heading", { name: "Today" })).toBeInViewport();
});
