import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { type Stack, startStack } from "@hubbub/stack";
import { test as base } from "@playwright/test";
import { lookOf, Person } from "./person.ts";

interface Fixtures {
  /**
   * A new person in a browser of their own, served by another replica than `not`. The name gets an end that
   * makes it unique, unless it is to be `plain`.
   */
  someone: (name: string, options?: { not?: string; phone?: boolean; plain?: boolean }) => Promise<Person>;
}

/** The whole product, started once a worker: Redis, three replicas, emitter, nginx. */
export const test = base.extend<Fixtures, { stack: Stack }>({
  stack: [
    // biome-ignore lint/correctness/noEmptyPattern: Playwright reads the fixtures that one needs from a destructuring pattern.
    async ({}, use) => {
      const dir = await mkdtemp(join(tmpdir(), "hubbub-e2e-"));
      const stack = await startStack({ replicas: 3, dir, env: { SCRYPT_COST: "10" } });
      await use(stack);
      await stack.stop();
      await rm(dir, { recursive: true, force: true });
    },
    { scope: "worker", timeout: 120_000 },
  ],

  someone: async ({ browser, stack }, use, testInfo) => {
    const people: Person[] = [];
    await use(async (name, { not, phone = false, plain = false } = {}) => {
      const unique = plain ? name : `${name}-${testInfo.testId.slice(-6)}`;
      const person = await Person.signUp(browser, stack.url, unique, lookOf({ phone }));
      people.push(person);
      if (not !== undefined) await person.moveAwayFrom(not);
      return person;
    });
    await Promise.all(people.map(person => person.leave()));
  },
});

export { expect } from "@playwright/test";
