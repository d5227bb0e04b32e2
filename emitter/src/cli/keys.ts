import type { Command } from "commander";
import type { KeyInfo, KeyRing } from "../service/keys/key-ring.ts";
import { countArgument } from "./arguments.ts";
import { type CommonFlags, print, type Report, type World, whereabouts } from "./world.ts";

interface CreateFlags extends CommonFlags {
  readonly verbs?: readonly string[];
  readonly rooms?: readonly string[];
  readonly people?: boolean;
  readonly expires?: number;
}

/** `keys create|list|revoke`: the API keys of the service. */
export function addKeys(command: Command, world: World, common: (command: Command) => Command): void {
  command.description("make, list and revoke the API keys of the emitter's service");
  common(command.command("create"))
    .description("make a key; its text is shown this once")
    .argument("<name>", "what it is for")
    .option("--verbs <verbs...>", "only these: announce, message, notify, disconnect, join, leave, presence, history")
    .option("--rooms <rooms...>", "only these: ids, or what ids begin with and *")
    .option("--people", "reaches people, too, where --rooms is given")
    .option("--expires <days>", "ends by itself after so many days", countArgument)
    .action((name: string, flags: CreateFlags) =>
      withKeys(world, flags, async ring => {
        const { verbs, rooms, people, expires: days } = flags;
        const key = await ring.create({ name, verbs, rooms, people, days });
        return { json: { name, key }, words: key };
      }),
    );
  common(command.command("list"))
    .description("list what the keys may do")
    .action((flags: CommonFlags) =>
      withKeys(world, flags, async ring => {
        const keys = await ring.list();
        return {
          json: keys,
          words: keys.length === 0 ? "There is no key but the first." : keys.map(keyLine).join("\n"),
        };
      }),
    );
  common(command.command("revoke"))
    .description("end a key at once")
    .argument("<name>")
    .action((name: string, flags: CommonFlags) =>
      withKeys(world, flags, async ring => {
        await ring.revoke(name);
        return { json: { name }, words: `${name} is revoked.` };
      }),
    );
}

async function withKeys(world: World, flags: CommonFlags, work: (ring: KeyRing) => Promise<Report>): Promise<void> {
  const { ring, close } = world.openKeys(whereabouts(flags));
  try {
    print(world, flags, await work(ring));
  } finally {
    await close();
  }
}

function keyLine({ name, verbs, rooms, people, createdAt, expiresAt }: KeyInfo): string {
  const where = [`rooms ${rooms.join(" ")}`, ...(people ? ["people"] : [])].join(", ");
  const until = expiresAt === undefined ? "" : ` until ${new Date(expiresAt).toISOString()}`;
  return `${name}  ${verbs.join(" ")}  ${where}  since ${new Date(createdAt).toISOString()}${until}`;
}
