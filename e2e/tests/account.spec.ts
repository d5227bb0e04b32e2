import { expect, test } from "../src/fixtures.ts";
import { forms, lookOf, Person, password } from "../src/person.ts";

for (const { form, phone } of forms) {
  test(`what is wrong at the door is told, the right password signs in, and out for good: ${form}`, async ({
    someone,
    browser,
    stack,
  }) => {
    const { name } = await someone("ada");
    const context = await browser.newContext(lookOf({ phone }));
    const page = await context.newPage();
    const secret = page.getByLabel("Password", { exact: true });
    await page.goto(stack.url);
    await Person.fillIn(page, "Create account", name.toUpperCase(), password);
    await expect(page.getByText(/taken/i)).toBeVisible();
    await Person.fillIn(page, "Create account", "", "short");
    await expect(page.getByRole("alert")).toHaveCount(2);
    await expect(page.getByLabel("Name")).toBeFocused();

    await Person.fillIn(page, "Sign in", name, "not the password");
    await expect(page.getByRole("alert")).toBeVisible();
    await Person.fillIn(page, "Sign in", name, password);
    await expect(page.getByRole("log")).toBeVisible();
    if (phone) await page.getByRole("button", { name: /^Open the list of rooms/ }).click();
    await page.getByRole("button", { name: "Your status and account" }).click();
    await page.getByRole("menuitem", { name: "Sign out" }).click();
    await expect(secret).toBeVisible();
    await page.reload();
    await expect(secret).toBeVisible();
    await context.close();
  });
}
