/** A process of its own with users in it, which does what its parent tells it to, and ends with it. */
import { Crowd } from "./crowd.ts";
import type { Order, Outcome } from "./orders.ts";

const crowd = new Crowd();

process.on("message", async ({ id, name, args }: Order) => {
  const outcome: Outcome = await follow(name, args).then(
    answer => ({ id, answer }),
    error => ({ id, error: error instanceof Error ? error.message : String(error) }),
  );
  process.send?.(outcome);
});

// A terminal sends them to the whole group: the parent says what follows from them.
for (const signal of ["SIGINT", "SIGHUP"] as const) process.on(signal, () => {});
process.on("disconnect", () => process.exit());

async function follow(name: Order["name"], args: readonly unknown[]): Promise<unknown> {
  return Reflect.apply(crowd[name], crowd, args);
}
