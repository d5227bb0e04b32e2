import { HubbubError } from "@hubbub/protocol";
import type { ChatStore } from "./chat-store.ts";
import { isCalled, roomIdsOf } from "./room-names.ts";

export interface NewRoom {
  readonly name: string;
  readonly kind: "public" | "private";
}

/**
 * Makes a room, or joins the public one of that name where somebody else made it a moment ago. A room of another name is never
 * entered instead: its id is passed over.
 */
export async function makeRoom(
  chat: Pick<ChatStore, "create" | "join" | "directory">,
  { name, kind }: NewRoom,
): Promise<void> {
  let taken: unknown;
  for (const room of roomIdsOf(name)) {
    const there = kind === "public" ? await publicRoom(chat.directory, name) : undefined;
    if (there !== undefined) return chat.join(there.id);
    try {
      return await chat.create({ room, kind, title: name });
    } catch (error) {
      if (!(error instanceof HubbubError) || error.code !== "conflict") throw error;
      taken = error;
    }
  }
  throw taken;
}

/** The public room of that name, if there is one. */
export async function publicRoom(directory: ChatStore["directory"], name: string) {
  const rooms = await directory.findRooms(name);
  return rooms.find(room => room.kind === "public" && isCalled(room, name));
}
