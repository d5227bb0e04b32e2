import { asWelcomeRoom } from "@hubbub/protocol";
import type { Entrances, RoomMemory, Rooms } from "../domain/room-ports.ts";
import { isShown } from "../domain/welcoming.ts";
import type { LiveConnection } from "../transport/connection.ts";
import { forEach } from "./for-each.ts";

type Hearer = Pick<LiveConnection, "user" | "hears" | "enter" | "exit" | "tell">;

interface Deps {
  readonly connections: Iterable<Hearer>;
  readonly entrances: Pick<Entrances, "since">;
  readonly memory: Pick<RoomMemory, "note">;
  readonly rooms: Pick<Rooms, "ofUser" | "ofThese">;
}

/** Whoever came into a room hears it, even where the word of that was lost. */
export class BringIn {
  readonly #deps: Deps;
  /** In the entrances, up to which everybody here hears what they should. */
  #place: string | undefined;

  constructor(deps: Deps) {
    this.#deps = deps;
  }

  async look(): Promise<void> {
    const { connections, entrances } = this.#deps;
    const news = await entrances.since(this.#place);
    const entered = Map.groupBy(news.entrances, ({ user }) => user);
    const isDeaf = (hearer: Hearer): boolean =>
      !news.isComplete || entered.get(hearer.user.id)?.some(({ room }) => !hearer.hears(room)) === true;
    await forEach([...connections].filter(isDeaf), async hearer => {
      await bringIn(hearer, this.#deps);
    });
    this.#place = news.place;
  }
}

async function bringIn(hearer: Hearer, { memory, rooms }: Deps): Promise<void> {
  const own = await rooms.ofUser(hearer.user.id);
  const unheard = own.map(({ id }) => id).filter(id => !hearer.hears(id));
  if (unheard.length === 0) return;
  await hearer.enter(unheard);
  // Read after they hear it: whoever is shown out from now on is out when that comes to us.
  const entered = await rooms.ofThese(unheard, hearer.user.id);
  memory.note(entered);
  for (const room of entered.filter(isShown)) hearer.tell("room:entered", asWelcomeRoom(room));
  hearer.exit(unheard.filter(id => !entered.some(room => room.id === id)));
}
