import { expect, test } from "../src/fixtures.ts";
import { password } from "../src/person.ts";

const sizes = [
  { form: "desktop", viewport: { width: 1280, height: 800 } },
  { form: "phone", viewport: { width: 390, height: 844 } },
] as const;

for (const { form, viewport } of sizes) {
  test(`everything can be done by keyboard alone: ${form}`, async ({ someone, page, stack }, { testId }) => {
    await page.setViewportSize(viewport);
    const bob = await someone("bob");
    const name = `ada-${testId.slice(-6)}`;
    const press = (...keys: readonly string[]) =>
      keys.reduce((all, key) => all.then(() => page.keyboard.press(key)), Promise.resolve());
    const focused = page.locator(":focus");

    await page.goto(stack.url);
    await press("Tab");
    await page.keyboard.type(name);
    await press("Tab");
    await page.keyboard.type(password);
    await press("Enter");
    const composer = page.getByRole("textbox", { name: "Message" });
    await expect(composer).toBeFocused();

    await page.keyboard.type("Hello ");
    await press("Tab", "Enter");
    await expect(page.getByRole("menuitem", { name: "👍" })).toBeFocused();
    await press("ArrowDown", "ArrowRight", "Enter");
    await expect(composer).toHaveValue("Hello 😄");
    await expect(composer).toBeFocused();
    await press("ControlOrMeta+a", "Backspace");

    await press("ControlOrMeta+k");
    await expect(page.getByRole("combobox")).toBeFocused();
    await page.keyboard.type(bob.name);
    await expect(page.getByRole("option", { name: bob.name })).toHaveAttribute("aria-selected", "true");
    await press("Enter");
    await expect(page.getByRole("log", { name: `Messages in ${bob.name}` })).toBeVisible();
    await expect(composer).toBeFocused();

    await page.keyboard.type("one line");
    await press("Shift+Enter");
    await page.keyboard.type("and anothr");
    await press("Enter");
    const message = page.getByRole("article").last();
    await expect(message.getByText("Sent")).toBeAttached();
    await press("ArrowUp");
    await expect(composer).toHaveValue("one line\nand anothr");
    await press("Escape");
    await expect(composer).toHaveValue("");
    await press("ArrowUp", "Backspace");
    await page.keyboard.type("er");
    await press("Enter");
    await expect(message.getByText("(edited)")).toBeVisible();

    await press("F6");
    // On a phone the rooms are behind a button.
    if (form === "desktop") {
      await expect(focused).toHaveAttribute("aria-current", "page");
      await press("F6");
    }
    await expect(page.getByRole("log")).toBeFocused();
    await press("ArrowUp");
    await expect(message).toBeFocused();
    await press("Enter");
    await expect(focused).toHaveText("Edit");
    await press("End");
    await expect(focused).toHaveText("Remove…");
    await press("Enter");
    await expect(focused).toHaveText("Remove");
    await press("Enter");
    await expect(message).toContainText("This message was removed.");
    await expect(composer).toBeFocused();
    await press("Shift+F6", "Escape");
    await expect(composer).toBeFocused();
  });
}
