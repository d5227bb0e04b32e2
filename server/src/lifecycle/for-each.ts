/** How many are under way: of thousands at once, the last would wait too long for its answer. */
const atOnce = 100;

/** What leaves a set of items before its turn is left out: who went meanwhile is not brought back. */
export async function forEach<Item>(items: Iterable<Item>, work: (item: Item) => Promise<unknown>): Promise<void> {
  const turns = items[Symbol.iterator]();
  const worker = async () => {
    for (let turn = turns.next(); !turn.done; turn = turns.next()) await work(turn.value);
  };
  await Promise.all(Array.from({ length: atOnce }, worker));
}
