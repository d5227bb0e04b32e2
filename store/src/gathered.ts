import DataLoader from "dataloader";

/** Does something for all who ask for it in one turn of the event loop, in one go. */
export function gathered<Item>(work: (items: readonly Item[]) => Promise<unknown>): (item: Item) => Promise<void> {
  const all = async (items: readonly Item[]): Promise<undefined[]> => {
    await work(items);
    return items.map(() => undefined);
  };
  const loader = new DataLoader(all, { cache: false, batchScheduleFn: run => void setImmediate(run) });
  return async item => {
    await loader.load(item);
  };
}
