import { expect, it } from "vitest";
import { Keys } from "./keys.ts";
import type { RedisLink } from "./redis.ts";
import { RoomInfos } from "./room-infos.ts";
import type { Commands } from "./scripts.ts";

const keys = new Keys("t");
const meta = new Map(Object.entries({ epoch: "e", seq: "1", texts: "1", kind: "public", title: "Den", owner: "ada" }));

/** A cluster whose keys of `lost` are on a server that is gone, and in which everybody is a member. */
function clusterWithout(lost: string): Pick<RedisLink, "run" | "isCluster"> {
  const reply = async (key: string, values: unknown) => {
    if (key.includes(lost)) throw new Error("gone");
    return values;
  };
  const commands = {
    hmget: (key: string, ...fields: string[]) =>
      reply(
        key,
        fields.map(field => (key.endsWith(":meta") ? meta.get(field) : undefined) ?? null),
      ),
    smismember: (key: string, ...users: string[]) =>
      reply(
        key,
        users.map(() => 1),
      ),
  };
  return { isCluster: true, run: action => action(commands as unknown as Commands) };
}

it.each([
  ["room", "{room:lost}"],
  ["reader", "{user:bob}"],
])("a %s whose server is lost fails only those who ask about it", async (_, lost) => {
  const infos = new RoomInfos(clusterWithout(lost), keys);
  const [known, unknown] = await Promise.allSettled([infos.of("den", "ada"), infos.of("lost", "bob")]);
  expect(known).toMatchObject({ status: "fulfilled", value: { id: "den", title: "Den" } });
  expect(unknown).toMatchObject({ status: "rejected", reason: { message: "gone" } });
});
