import {
  type ConnectAuth,
  HubbubError,
  type Joined,
  limits,
  type Payload,
  type Position,
  type Welcome,
} from "@hubbub/protocol";
import type { Request } from "./link.ts";
import type { Asked, Rooms } from "./rooms.ts";
import { firstSeq, type Timeline } from "./timeline.ts";

export interface CatchingUpOptions {
  readonly rooms: Rooms;
  readonly request: Request;
  /** Waits a little for a connection. */
  readonly patientRequest: Request;
  /** The room is not the user's any more. */
  readonly onGone: (room: string) => void;
}

/** Asks replicas for what the rooms lack, and puts the answers in place. */
export class CatchingUp {
  readonly #options: CatchingUpOptions;
  readonly #rooms: Rooms;
  readonly #older = new Map<string, Promise<boolean>>();

  constructor(options: CatchingUpOptions) {
    this.#options = options;
    this.#rooms = options.rooms;
  }

  /** So that a replica tells with its welcome what was missed. */
  introduce(): Pick<ConnectAuth, "positions"> {
    const known = this.#rooms.ids().slice(0, limits.connectRooms);
    return known.length === 0 ? {} : { positions: this.#ask(known).positions };
  }

  /** Takes what came with a welcome. The result: those of the rooms known before that are still to be asked for. */
  welcomed(known: readonly string[], recovery: Welcome["recovery"] = {}): string[] {
    const own = known.filter(id => this.#rooms.get(id) !== undefined);
    const answers = new Map(Object.entries(recovery));
    for (const id of own) {
      const joined = answers.get(id);
      if (joined !== undefined) this.#rooms.answer(joined, this.#rooms.ask(id));
    }
    return own.filter(id => !answers.has(id));
  }

  /** Resolves with the id of the room once its newest page is there. */
  async join(room: string): Promise<string> {
    const asked = this.#rooms.ask(room);
    const payload = asked.timeline === null ? { room } : { room, position: asked.timeline.position };
    return this.#entered(await this.#options.patientRequest("room:join", payload), asked);
  }

  /** Like {@link join}, where only the answer tells which room it is. */
  async enter<Name extends "direct:open" | "room:create">(name: Name, payload: Payload<Name>): Promise<string> {
    const asked = this.#rooms.ask();
    return this.#entered(await this.#options.patientRequest(name, payload), asked);
  }

  loadOlder(room: string): Promise<boolean> {
    const known = this.#older.get(room);
    if (known !== undefined) return known;
    const page = this.#loadOlder(room).finally(() => this.#older.delete(room));
    this.#older.set(room, page);
    return page;
  }

  /** One question for all these rooms. */
  async recover(ids: readonly string[]): Promise<void> {
    const { positions, asked } = this.#ask(ids);
    const { rooms } = await this.#options.request("rooms:recover", { positions });
    const answers = new Map(Object.entries(rooms));
    for (const [id, question] of asked) {
      const joined = answers.get(id);
      if (joined === undefined) this.#options.onGone(id);
      else this.#rooms.answer(joined, question);
    }
  }

  #ask(ids: readonly string[]): { positions: Record<string, Position>; asked: ReadonlyMap<string, Asked> } {
    const positions: Record<string, Position> = {};
    const asked = new Map<string, Asked>();
    for (const id of ids) {
      const question = this.#rooms.ask(id);
      if (question.timeline === null) continue;
      positions[id] = question.timeline.position;
      asked.set(id, question);
    }
    return { positions, asked };
  }

  async #entered(joined: Joined, asked: Asked): Promise<string> {
    this.#rooms.answer(joined, asked);
    const { messages, more } = this.#timeline(joined.room);
    // What was said or sent since the welcome may stand there already, without what came before it.
    if (messages.length < limits.pageLength && more) await this.loadOlder(joined.room);
    return joined.room;
  }

  async #loadOlder(room: string): Promise<boolean> {
    const asked = this.#timeline(room);
    if (!asked.more) return false;
    const payload = { room, before: firstSeq(asked), limit: limits.pageLength };
    this.#rooms.page(room, asked, await this.#options.patientRequest("room:history", payload));
    return this.#timeline(room).more;
  }

  #timeline(room: string): Timeline {
    const known = this.#rooms.get(room);
    if (known === undefined) throw new HubbubError("not_found", `${room} is none of the user's rooms`);
    return known.timeline;
  }
}
