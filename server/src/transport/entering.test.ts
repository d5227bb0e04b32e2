import { HubbubError, type Position, type User } from "@hubbub/protocol";
import { describe, expect, it } from "vitest";
import type { RoomInfo } from "../domain/room-ports.ts";
import type { LiveConnection } from "./connection.ts";
import { type EnteringDeps, enterChat } from "./entering.ts";
import { RecentChanges } from "./recent-changes.ts";
import type { ChatSocket } from "./types.ts";

const user = { id: "adaadaada", name: "Ada" };

const room = (id: string, seq = 1): RoomInfo => ({
  id,
  kind: "public",
  title: id,
  owner: null,
  texts: 0,
  read: { seq: 0, texts: 0 },
  removed: 0,
  position: { epoch: "e", seq },
});

interface Happening {
  /** Who or whose session changed while they came in. */
  readonly changed?: string;
  /** What the client brings. */
  readonly positions?: Readonly<Record<string, Position>>;
}

/** Enters while the user's rooms are `before`, and are `after` when they are looked at again; tells what was done. */
async function enter(
  before: readonly RoomInfo[],
  after: readonly RoomInfo[],
  { changed, positions = {} }: Happening = {},
): Promise<string[]> {
  const log: string[] = [];
  const changes = new RecentChanges();
  let rooms = before;
  const told = (name: string, about: { id?: string; room?: string; recovery?: object }) =>
    log.push([name, about.id ?? about.room, ...Object.keys(about.recovery ?? {})].filter(Boolean).join(" "));
  const socket = {
    data: {
      identity: { user, session: "s" },
      admittedAt: changes.mark,
      opening: { welcome: (say: () => void) => say() },
      positions,
    },
    handshake: { auth: { token: "t" } },
    conn: { write: (packet: string) => told(...(JSON.parse(packet.slice(1)) as Parameters<typeof told>)) },
  };
  const connection = {
    user,
    tell: told,
    enter: async (ids: readonly string[]) => void log.push(...ids.map(id => `enter ${id}`)),
    showOut: (ids: readonly string[]) => log.push(...ids.map(id => `show out ${id}`)),
  };
  const deps = {
    replica: "r1",
    rooms: {
      ofUser: async () => rooms,
    },
    memory: { note: () => {} },
    log: {
      async heads(ids: readonly string[]) {
        log.push(`heads ${ids.join(" ")}`);
        return new Map(rooms.map(({ id, position }) => [id, position]));
      },
    },
    async catchUp(_user: User, { id }: RoomInfo, position: Position, head?: Position) {
      if (id === "gone") throw new HubbubError("not_found", "gone");
      log.push(`catch up ${id} from ${position.seq}${head ? `, head ${head.seq}` : ""}`);
      return { room: id, messages: [], presence: { online: [], count: 0 } };
    },
    attendance: {
      async arrive() {
        log.push("arrive");
        rooms = after;
        if (changed !== undefined) changes.note(changed);
        return { saysAway: false };
      },
    },
    authenticate: async () => void log.push("authenticate"),
    changes,
    clock: { now: () => 1 },
  };
  const [fakeSocket, fakeConnection, fakeDeps]: unknown[] = [socket, connection, deps];
  const lookAgain = await enterChat(
    fakeSocket as ChatSocket,
    fakeConnection as LiveConnection,
    fakeDeps as EnteringDeps,
  );
  await lookAgain();
  return log;
}

it("hears the user's rooms, then says welcome, and tells nothing of rooms in which nothing was said meanwhile", async () => {
  expect(await enter([room("den")], [room("den")])).toEqual(["enter den", "arrive", "welcome", "heads den"]);
});

it("tells where a room stands in which something was said meanwhile", async () => {
  expect((await enter([room("den")], [room("den", 2)])).slice(4)).toEqual(["room:position den"]);
});

it("enters a room that the user entered meanwhile on another device", async () => {
  const told = await enter([room("den")], [room("den"), room("hall")], { changed: user.id });
  expect(told.slice(3)).toEqual(["authenticate", "enter hall", "room:entered hall"]);
});

it("no longer hears a room that the user left, or was shown out of, meanwhile", async () => {
  const told = await enter([room("den"), room("hall")], [room("den")], { changed: user.id });
  expect(told.slice(4)).toEqual(["authenticate", "show out hall"]);
});

it("looks again whether a session is still good that was signed out of meanwhile", async () => {
  expect(await enter([room("den")], [room("den")], { changed: "s" })).toContain("authenticate");
  expect(await enter([room("den")], [room("den")], { changed: "another session" })).not.toContain("authenticate");
});

describe("with the welcome", () => {
  const at = (seq: number): Position => ({ epoch: "e", seq });

  it("comes what the client missed, read after it hears the room, and nothing is looked at twice", async () => {
    const told = await enter([room("den", 3)], [room("den", 4)], { positions: { den: at(2) } });
    expect(told).toEqual(["enter den", "arrive", "catch up den from 2", "welcome den"]);
  });

  it("comes what was said while it came in, though it had everything before", async () => {
    const told = await enter([room("den", 2)], [room("den", 3)], { positions: { den: at(2) } });
    expect(told.slice(2)).toEqual(["heads den", "catch up den from 2, head 3", "welcome den"]);
  });

  it("comes nothing of rooms that are not the user's, or are gone; the others are told all the same", async () => {
    const positions = { den: at(1), gone: at(1), strange: at(1) };
    const told = await enter([room("den", 2), room("gone", 2)], [room("den", 2)], { positions });
    expect(told).toContain("welcome den");
  });
});
