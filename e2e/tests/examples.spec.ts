import { execFile } from "node:child_process";
import { join } from "node:path";
import { promisify } from "node:util";
import { rootDir } from "@hubbub/stack";
import { expect, test } from "../src/fixtures.ts";

const run = promisify(execFile);

test("the examples reach who they are for", async ({ someone, stack }) => {
  const env = { ...process.env, REDIS_URL: stack.redis.url, KEY_PREFIX: stack.keyPrefix };
  const example = (name: string, ...args: string[]) =>
    run(process.execPath, [join(rootDir, "examples", `${name}.ts`), ...args], { env });
  const ada = await someone("ada");
  const bob = await someone("bob", { not: await ada.replica() });

  const reports = `reports-${ada.name}`;
  for (const person of [ada, bob]) await person.joinRoom(reports);
  for (let night = 0; night < 2; night += 1) await example("nightly-report", reports);
  for (const person of [ada, bob]) await person.sees(/^Report of .*: 128 orders/);

  await example("order-status", ada.name, "4711", "sent");
  await ada.openRoom(/Shop/);
  await ada.sees("Your order 4711 is sent.");
  await expect(bob.room(/Shop/)).toHaveCount(0);

  const notice = `Back at five, ${ada.name}`;
  const seen = [ada, bob].map(({ page }) => expect(page.getByText(notice)).toBeVisible());
  await Promise.all([example("maintenance", notice), ...seen]);
});
