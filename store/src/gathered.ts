import DataLoader from "dataloader";
import type { RedisLink } from "./redis.ts";
import type { Commands } from "./scripts.ts";

/** Long enough to share what a command costs, and short enough that Redis serves others in between. */
const mostTogether = 100;

/** Does something for all who ask for it in one turn of the event loop, in one go. */
export function gathered<Item>(work: (items: readonly Item[]) => Promise<unknown>): (item: Item) => Promise<void> {
  const all = async (items: readonly Item[]): Promise<undefined[]> => {
    await work(items);
    return items.map(() => undefined);
  };
  const loader = new DataLoader(all, inOneTurn);
  return async item => {
    await loader.load(item);
  };
}

/**
 * One command for all who ask in one turn of the event loop, where one server holds what they ask about; on Redis
 * Cluster one for each. `ask` resolves with the replies in the order of the items.
 */
export function askedTogether<Item, Reply>(
  redis: Pick<RedisLink, "run" | "isCluster">,
  ask: (commands: Commands, items: readonly Item[]) => Promise<Reply[]>,
): (item: Item) => Promise<Reply> {
  const all = (items: readonly Item[]) => redis.run(commands => ask(commands, items));
  const loader = new DataLoader(all, { ...inOneTurn, maxBatchSize: redis.isCluster ? 1 : mostTogether });
  return item => loader.load(item);
}

/** For a DataLoader: one batch is what was asked for in one turn of the event loop. */
export const inOneTurn = { cache: false, batchScheduleFn: (run: () => void) => void setImmediate(run) };
