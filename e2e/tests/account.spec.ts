import { expect, test } from "../src/fixtures.ts";
import { Person, password } from "../src/person.ts";

test("a name that is taken is told next to the field", async ({ someone, browser, stack }) => {
  const ada = await someone("ada");
  const context = await browser.newContext();
  const page = await context.newPage();
  await page.goto(stack.url);
  await Person.fillIn(page, "Create account", ada.name.toUpperCase(), password);
  await expect(page.getByText(/taken/i)).toBeVisible();
  await context.close();
});

test("a wrong password is told, the right one signs in, signing out ends the session", async ({
  someone,
  browser,
  stack,
}) => {
  const { name } = await someone("ada");
  const context = await browser.newContext();
  const page = await context.newPage();
  await page.goto(stack.url);
  await Person.fillIn(page, "Sign in", name, "not the password");
  await expect(page.getByRole("alert")).toBeVisible();
  await Person.fillIn(page, "Sign in", name, password);
  await expect(page.getByRole("log")).toBeVisible();
  await page.getByRole("button", { name: "Your status and account" }).click();
  await page.getByRole("menuitem", { name: "Sign out" }).click();
  await expect(page.getByLabel("Password", { exact: true })).toBeVisible();
  await page.reload();
  await expect(page.getByLabel("Password", { exact: true })).toBeVisible();
  await context.close();
});
