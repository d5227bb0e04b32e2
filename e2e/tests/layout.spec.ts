import type { Page } from "@playwright/test";
import { fill } from "../src/crowd.ts";
import { expect, test } from "../src/fixtures.ts";
import { screen } from "../src/screen.ts";

test("a tablet shows rooms and conversation side by side, a phone one at a time, and a notch or a keyboard hides nothing", async ({
  someone,
  stack,
}) => {
  const ada = await someone("ada", { phone: true });
  const { page } = ada;
  const room = `layout-${ada.name}`;
  await page.emulateMedia({ reducedMotion: "reduce" });
  await ada.joinRoom(room);
  await fill(stack, room, 30);
  await ada.sees("message 30");
  const rooms = page.getByRole("complementary", { name: "Rooms and people" });
  const opener = page.getByRole("button", { name: "Open the list of rooms" });
  await expect(rooms).toBeHidden();

  await test.step("a keyboard takes half of a phone", async () => {
    await page.setViewportSize({ width: 390, height: 420 });
    await expect(ada.message("message 30")).toBeInViewport({ ratio: 1 });
    await expect(ada.composer).toBeInViewport({ ratio: 1 });
    await page.setViewportSize({ width: 390, height: 844 });
    await expect(ada.message("message 30")).toBeInViewport({ ratio: 1 });
    await expect(page.getByRole("button", { name: /^Jump to latest/ })).toHaveCount(0);
  });

  await test.step("a notch and a bar at the edges", async () => {
    await setSafeArea(page, { top: 47, right: 0, bottom: 34, left: 0 });
    await expect(ada.composer).toBeInViewport();
    expect(await outside(page, { top: 47, bottom: 34 })).toEqual([]);
    await opener.click();
    expect(await outside(page, { top: 47, bottom: 34 })).toEqual([]);
    await page.keyboard.press("Escape");
    await ada.openDetails();
    expect(await outside(page, { top: 47, bottom: 34 })).toEqual([]);
    await screen(page, "notch-phone");
    await page.keyboard.press("Escape");
    await page.setViewportSize({ width: 844, height: 390 });
    await setSafeArea(page, { top: 0, right: 47, bottom: 21, left: 47 });
    expect(await outside(page, { bottom: 21, left: 47, right: 47 })).toEqual([]);
    await setSafeArea(page, { top: 0, right: 0, bottom: 0, left: 0 });
  });

  for (const [form, width, height] of [
    ["upright", 820, 1180],
    ["lying", 1180, 820],
  ] as const) {
    await test.step(`a tablet, ${form}`, async () => {
      await page.setViewportSize({ width, height });
      await expect(rooms).toBeVisible();
      await expect(opener).toBeHidden();
      await expect(ada.replicaLine).toBeVisible();
      await expect(page.getByTestId("round-trip")).toHaveText(/\d+ ms/);
      await expect(ada.message("message 30")).toBeInViewport({ ratio: 1 });
      await screen(page, `tablet-${form}`);
    });
  }

  await test.step("while a page of messages is on its way", async () => {
    await page.setViewportSize({ width: 390, height: 844 });
    await page.routeWebSocket(/socket\.io/, () => {});
    await page.reload();
    await expect(page.getByText("Loading messages…")).toBeAttached();
    await screen(page, "loading-phone");
  });

  await test.step("what moves stands still for who wants it so", async () => {
    await page.emulateMedia({ reducedMotion: "no-preference" });
    expect(await movementsOn(page, () => opener.click())).toBeGreaterThan(0);
    await page.keyboard.press("Escape");
    await expect(rooms).toBeHidden();
    await page.emulateMedia({ reducedMotion: "reduce" });
    expect(await movementsOn(page, () => opener.click())).toBe(0);
    await expect(rooms).toBeVisible();
  });
});

interface Insets {
  readonly top?: number;
  readonly right?: number;
  readonly bottom?: number;
  readonly left?: number;
}

/** As a phone with rounded corners would tell the page by `env(safe-area-inset-*)`. */
async function setSafeArea(page: Page, insets: Required<Insets>): Promise<void> {
  const session = await page.context().newCDPSession(page);
  await session.send("Emulation.setSafeAreaInsetsOverride", { insets });
  await session.detach();
}

/** What could be used or read, and reaches into the edges. */
const outside = (page: Page, insets: Insets): Promise<string[]> =>
  page.evaluate(({ top = 0, right = 0, bottom = 0, left = 0 }) => {
    const parts = [...document.querySelectorAll("button, input, textarea, h1, h2, h3, p, .avatar")];
    return parts.flatMap(part => {
      const box = part.getBoundingClientRect();
      const isSeen = part.contains(document.elementFromPoint(box.x + box.width / 2, box.y + box.height / 2));
      const isWithin =
        box.top >= top && box.left >= left && box.right <= innerWidth - right && box.bottom <= innerHeight - bottom;
      return !isSeen || isWithin || part.matches(".backdrop") ? [] : [part.outerHTML.slice(0, 80)];
    });
  }, insets);

/** How many things begin to move by an action. */
async function movementsOn(page: Page, action: () => Promise<void>): Promise<number> {
  await page.evaluate(() => {
    const counter = Object.assign(window, { movements: 0 });
    addEventListener("transitionrun", () => {
      counter.movements += 1;
    });
  });
  await action();
  return page.evaluate(() => (window as unknown as { movements: number }).movements);
}
