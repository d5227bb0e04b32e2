/** What a person does in the chat, in their words. */
import {
  type Browser,
  type BrowserContext,
  type BrowserContextOptions,
  expect,
  type Locator,
  type Page,
} from "@playwright/test";

export class Person {
  readonly page: Page;
  readonly name: string;
  readonly #context: BrowserContext;

  private constructor(page: Page, name: string, context: BrowserContext) {
    this.page = page;
    this.name = name;
    this.#context = context;
  }

  /** Opens the chat in a browser of their own and makes an account. */
  static async signUp(
    browser: Browser,
    url: string,
    name: string,
    options: BrowserContextOptions = {},
  ): Promise<Person> {
    const context = await browser.newContext(options);
    const person = new Person(await context.newPage(), name, context);
    await person.page.goto(url);
    await Person.fillIn(person.page, "Create account", name, password);
    await person.isOnline();
    return person;
  }

  /** The same browser, another tab. */
  async openTab(): Promise<Person> {
    const tab = new Person(await this.#context.newPage(), this.name, this.#context);
    await tab.page.goto(this.page.url());
    await tab.isOnline();
    return tab;
  }

  static async fillIn(page: Page, button: "Create account" | "Sign in", name: string, secret: string): Promise<void> {
    await page.getByLabel("Name").fill(name);
    await page.getByLabel("Password", { exact: true }).fill(secret);
    await page.locator("form").getByRole("button", { name: button, exact: true }).click();
  }

  async isOnline(): Promise<void> {
    await expect(this.replicaLine).toHaveText(/\S/);
    await expect(this.composer).toBeEditable();
  }

  get replicaLine(): Locator {
    return this.page.getByTestId("replica");
  }

  async replica(): Promise<string> {
    return (await this.replicaLine.getAttribute("data-replica")) ?? "";
  }

  /** Reloads until another replica than `other` serves this tab; round robin makes that soon. */
  async moveAwayFrom(other: string): Promise<void> {
    for (let reloads = 0; reloads < 6 && (await this.replica()) === other; reloads++) {
      await this.page.reload();
      await this.isOnline();
    }
    expect(await this.replica()).not.toBe(other);
  }

  get composer(): Locator {
    return this.page.getByRole("textbox", { name: "Message" });
  }

  get log(): Locator {
    return this.page.getByRole("log");
  }

  async say(text: string): Promise<void> {
    await this.composer.fill(text);
    await this.composer.press("Enter");
  }

  async sees(text: string): Promise<void> {
    await expect(this.log.getByText(text, { exact: true })).toHaveCount(1);
  }

  /** On a phone the list of rooms is behind a button. */
  async showRooms(): Promise<void> {
    const opener = this.page.getByRole("button", { name: /^Open the list of rooms/ });
    if (await opener.isVisible()) await opener.click();
  }

  async joinRoom(name: string): Promise<void> {
    await this.showRooms();
    await this.page.getByRole("button", { name: "Join or create a room" }).click();
    await this.page.getByLabel("Room name").fill(name);
    await this.page.getByRole("button", { name: "Join room" }).click();
    await this.#hasOpen(name);
  }

  async openRoom(name: string | RegExp): Promise<void> {
    await this.page.getByRole("navigation", { name: "Rooms" }).getByRole("button", { name }).click();
  }

  /** Opens the direct room with somebody who is online. */
  async writeTo(name: string): Promise<void> {
    await this.online(name).getByRole("button").click();
    await this.#hasOpen(name);
  }

  async #hasOpen(title: string): Promise<void> {
    await expect(this.page.getByRole("log", { name: `Messages in ${title}` })).toBeVisible();
  }

  online(name: string): Locator {
    return this.page.getByRole("list", { name: "People online" }).getByRole("listitem").filter({ hasText: name });
  }

  async leave(): Promise<void> {
    await this.#context.close();
  }
}

export const password = "correct horse battery";

/** A browser's window and preferences. */
export const lookOf = ({ phone, dark }: { phone: boolean; dark: boolean }): BrowserContextOptions => ({
  colorScheme: dark ? "dark" : "light",
  ...(phone ? { viewport: { width: 390, height: 844 }, hasTouch: true, isMobile: true } : {}),
});
