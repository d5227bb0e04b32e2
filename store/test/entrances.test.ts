import { Entrances } from "@hubbub/store";
import { expect, it } from "vitest";
import { openStore } from "./support.ts";

const { client } = await openStore();

it("tells who came in since a place, and whether that is all", async () => {
  const entrances = new Entrances(client.redis, client.keys);
  expect(await entrances.since(undefined)).toEqual({ place: undefined, entrances: [], isComplete: true });
  await entrances.note("den", "ada");
  const first = await entrances.since(undefined);
  expect(first).toMatchObject({ entrances: [{ room: "den", user: "ada" }], isComplete: true });
  expect(await entrances.since(first.place)).toEqual({ place: first.place, entrances: [], isComplete: true });
  await entrances.note("den", "bob");
  const second = await entrances.since(first.place);
  expect(second).toMatchObject({ entrances: [{ room: "den", user: "bob" }], isComplete: true });
  await client.redis.run(commands => commands.xtrim(client.keys.entrances, "MAXLEN", 1));
  expect(await entrances.since(first.place)).toEqual({ ...second, isComplete: false });
});
