import { readFile, rename, writeFile } from "node:fs/promises";
import { join } from "node:path";
import jwt from "jsonwebtoken";
import { afterEach, beforeEach, expect, it } from "vitest";
import { keysOf } from "../src/auth/token-keys.ts";
import { TokenIssuer } from "../src/auth/tokens.ts";
import { type House, openHouse } from "./house.ts";
import { Person, signUp } from "./people.ts";
import { until } from "./until.ts";

let house: House;
let ada: Person;
beforeEach(async () => {
  house = await openHouse();
  ada = await Person.connect(house.replicas[0]);
});
afterEach(async () => {
  ada.leave();
  await house.stop();
});

const put = async (...secrets: string[]) => {
  const path = join(house.secretsDir, "jwt");
  await writeFile(`${path}.next`, `${secrets.join("\n")}\n`);
  await rename(`${path}.next`, path);
};

/** What each replica answers who brings this token. */
const answers = (token: string) =>
  Promise.all(
    house.replicas.map(async ({ apiUrl }) => {
      const response = await fetch(`${apiUrl}/api/rooms`, { headers: { authorization: `Bearer ${token}` } });
      return response.status;
    }),
  );

const untilAnswered = (token: string, status: number) =>
  until(async () => (await answers(token)).every(answer => answer === status), `both replicas to answer ${status}`);

const kidOf = (token: string) => jwt.decode(token, { complete: true })?.header.kid;

it("changes the secret of tokens while people are connected: nobody is cut off or signed out", async () => {
  const old = (await readFile(join(house.secretsDir, "jwt"), "utf8")).trim();
  const [newKeys, oldToken] = [keysOf(["the next secret"]), ada.session.token];
  const { token: newToken } = new TokenIssuer({ keys: () => newKeys, lifetimeMs: 60_000, now: Date.now }).issue(
    ada.user,
    "session1",
  );
  expect(await answers(newToken)).toEqual([401, 401]);

  await put(old, "the next secret");
  await untilAnswered(newToken, 200);
  await put("the next secret", old);
  const signsAnew = async (replica: 0 | 1) => kidOf((await signUp(house.replicas[replica])).token) === newKeys[0].id;
  await until(async () => (await signsAnew(0)) && (await signsAnew(1)), "both replicas to sign with the new secret");
  expect(await answers(oldToken)).toEqual([200, 200]);
  const again = await Person.connect(house.replicas[1], ada.session);

  await put("the next secret");
  await untilAnswered(oldToken, 401);
  expect(await answers(newToken)).toEqual([200, 200]);
  await ada.say("general", "still here");
  await until(() => again.heard("general").includes("still here"), "the other device to hear it");
  expect([ada.welcomes.length, again.welcomes.length]).toEqual([1, 1]);
  again.leave();
});
