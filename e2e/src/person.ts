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
  readonly #hasTouch: boolean;

  private constructor(page: Page, name: string, context: BrowserContext, hasTouch: boolean) {
    this.page = page;
    this.name = name;
    this.#context = context;
    this.#hasTouch = hasTouch;
  }

  /** Opens the chat in a browser of their own and makes an account. */
  static async signUp(
    browser: Browser,
    url: string,
    name: string,
    options: BrowserContextOptions = {},
  ): Promise<Person> {
    const person = await Person.#open(browser, url, name, options);
    await Person.fillIn(person.page, "Create account", name, password);
    await person.isOnline();
    return person;
  }

  /** The same person on another device. */
  static async signIn(
    browser: Browser,
    url: string,
    name: string,
    options: BrowserContextOptions = {},
  ): Promise<Person> {
    const person = await Person.#open(browser, url, name, options);
    await person.page.getByRole("button", { name: "Sign in" }).click();
    await Person.fillIn(person.page, "Sign in", name, password);
    await person.isOnline();
    return person;
  }

  /** In front of the page, in a browser of their own. */
  static async #open(browser: Browser, url: string, name: string, options: BrowserContextOptions): Promise<Person> {
    const context = await browser.newContext(options);
    const person = new Person(await context.newPage(), name, context, options.hasTouch === true);
    await person.page.goto(url);
    return person;
  }

  /** The same browser, another tab. */
  async openTab(): Promise<Person> {
    const tab = new Person(await this.#context.newPage(), this.name, this.#context, this.#hasTouch);
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

  /** What is read out to whoever does not see the page. */
  get news(): Locator {
    return this.page.locator(".chat ~ div[aria-live=polite]");
  }

  async say(text: string): Promise<void> {
    await this.composer.fill(text);
    await this.submit();
  }

  /** Sends what stands in the composer. In a hand, Enter begins a line. */
  async submit(): Promise<void> {
    if (this.#hasTouch) await this.page.getByRole("button", { name: /^(Send|Save)$/ }).click();
    else await this.composer.press("Enter");
  }

  async sees(text: string | RegExp): Promise<void> {
    await expect(this.message(text)).toHaveCount(1);
  }

  /** The message with these words, as it stands in the log. */
  message(text: string | RegExp): Locator {
    return this.log.getByRole("article").filter({ has: this.page.locator(".text").getByText(text, { exact: true }) });
  }

  /** Chooses in the menu of a message. */
  async choose(text: string, item: string): Promise<void> {
    await this.openMenu(text);
    await this.page.getByRole("menuitem", { name: item }).click();
  }

  /** What can be done with a message is seen when it is pointed at, or tapped. */
  async openMenu(text: string): Promise<void> {
    const message = this.message(text);
    if (this.#hasTouch) await message.tap({ position: { x: 4, y: 4 } });
    else await message.hover();
    const button = message.getByRole("button", { name: "What to do with this message" });
    await expect(button).toHaveCSS("opacity", "1");
    await button.click();
  }

  async account(item: "Sign out" | "Show me as away" | "You are back"): Promise<void> {
    await this.showRooms();
    await this.page.getByRole("button", { name: "Your status and account" }).click();
    await this.page.getByRole("menuitem", { name: item }).click();
    await this.hideRooms();
  }

  /** On a phone the list of rooms is behind a button. */
  async showRooms(): Promise<void> {
    const opener = this.page.getByRole("button", { name: /^Open the list of rooms/ });
    if (await opener.isVisible()) await opener.click();
  }

  async hideRooms(): Promise<void> {
    const closer = this.page.locator(".sidebar").getByRole("button", { name: "Close the list of rooms" });
    if (await closer.isVisible()) await closer.click();
  }

  /** Goes away from the network, or comes back to it. */
  async setOffline(offline: boolean): Promise<void> {
    await this.#context.setOffline(offline);
  }

  /** Joins a public room; one that is not there yet is made. */
  async joinRoom(name: string, kind: "Public" | "Private" = "Public"): Promise<void> {
    await this.showRooms();
    await this.page.getByRole("button", { name: "Join or create a room" }).click();
    await this.page.getByLabel("Room name").fill(name);
    const there = this.page.getByRole("dialog").getByRole("button", { name: "Join room" });
    if (kind === "Private") await this.page.getByRole("radio", { name: kind }).check();
    await this.page.getByRole("dialog").getByRole("button", { name: "Create room" }).or(there).click();
    await this.hasOpen(name);
  }

  /** A room in the list; on a phone the list may be hidden. */
  room(name: string | RegExp, { isHidden = false } = {}): Locator {
    const includeHidden = isHidden;
    const list = this.page.getByRole("navigation", { name: "Rooms", includeHidden });
    return list.getByRole("button", { name, includeHidden });
  }

  async openRoom(name: string | RegExp): Promise<void> {
    await this.showRooms();
    await this.room(name).click();
  }

  /** Opens the direct room with somebody, whether or not they are online. */
  async writeTo(name: string): Promise<void> {
    await this.showRooms();
    await this.page.getByRole("button", { name: "Write to somebody" }).click();
    await this.find(name);
    await this.hasOpen(name);
  }

  /** Who is in the open room, and what can be done about it. */
  async openDetails(): Promise<void> {
    await this.page.getByRole("button", { name: "Members and settings" }).click();
    await expect(this.page.getByRole("dialog").getByRole("listitem").filter({ hasText: this.name })).toBeVisible();
  }

  /** Finds by the first letters, and takes what is found. */
  async find(name: string): Promise<void> {
    await this.page.getByRole("combobox").fill(name.slice(0, -2));
    await this.page
      .getByRole("option")
      .filter({ has: this.page.getByText(name, { exact: true }) })
      .click();
  }

  async hasOpen(title: string): Promise<void> {
    await expect(this.page.getByRole("log", { name: `Messages in ${title}` })).toBeVisible();
  }

  /** Somebody in the list of people; `state` as it stands beside their name. */
  person(name: string, state: "online" | "away" | RegExp): Locator {
    return this.page
      .getByRole("list", { name: "People" })
      .getByRole("listitem")
      .filter({ hasText: name })
      .filter({ hasText: state });
  }

  async leave(): Promise<void> {
    await this.#context.close();
  }
}

export const password = "correct horse battery";

/** A browser's window: on a desk, or in a hand. */
export const lookOf = ({ phone }: { phone: boolean }): BrowserContextOptions =>
  phone ? { viewport: { width: 390, height: 844 }, hasTouch: true, isMobile: true } : {};

/** What is shown at both sizes by one person alone. */
export const forms = [
  { form: "desktop", phone: false },
  { form: "phone", phone: true },
] as const;
