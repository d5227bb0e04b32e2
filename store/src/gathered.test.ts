import { expect, it } from "vitest";
import { askedTogether } from "./gathered.ts";
import type { RedisLink } from "./redis.ts";
import type { Commands } from "./scripts.ts";

/** Asks for the squares of the first numbers, all in one turn; tells in what lots Redis was asked. */
async function squares(count: number, isCluster: boolean): Promise<{ lots: number[]; answers: number[] }> {
  const lots: number[] = [];
  const link = { isCluster, run: (action: (commands: Commands) => unknown) => action({} as Commands) };
  const ask = askedTogether(link as unknown as RedisLink, async (_commands, numbers: readonly number[]) => {
    lots.push(numbers.length);
    return numbers.map(each => each * each);
  });
  return { answers: await Promise.all(Array.from({ length: count }, (_, each) => ask(each))), lots };
}

it("asks one server for all who ask in one turn at once, a hundred at most", async () => {
  const { answers, lots } = await squares(150, false);
  expect(lots).toEqual([100, 50]);
  expect(answers.slice(-2)).toEqual([148 ** 2, 149 ** 2]);
});

it("asks a Cluster for each of them: every key has its own server", async () => {
  expect((await squares(3, true)).lots).toEqual([1, 1, 1]);
});
