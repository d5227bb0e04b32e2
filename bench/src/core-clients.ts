import { type Chat, createChat, type Position } from "@hubbub/client";
import { Relay } from "./relay.ts";
import type { System } from "./systems.ts";

const room = "general";

/** Clients as users have them: the client core, each of its messages told once and in order. */
export class CoreClients {
  readonly #relay: Relay;
  readonly #chats: readonly Chat[];
  readonly #speaker: Chat;
  #head: Position | null = null;

  private constructor(relay: Relay, chats: readonly Chat[], speaker: Chat) {
    this.#relay = relay;
    this.#chats = chats;
    this.#speaker = speaker;
  }

  /** Resolves when all are online: `size` of them through a relay that can be cut, and one beside it that speaks. */
  static async enter({ ports, tokens }: System, size: number): Promise<CoreClients> {
    const relay = await Relay.listen(ports);
    const chat = (url: string, user: number) =>
      createChat({ url, getToken: async () => tokens[user % tokens.length] ?? "" });
    const chats = Array.from({ length: size }, (_, user) => chat(relay.url, user));
    const speaker = chat(`http://127.0.0.1:${ports[0]}`, size);
    for (const each of [speaker, ...chats]) each.connect();
    await Promise.all([speaker, ...chats].map(each => until(each, isOnline)));
    return new CoreClients(relay, chats, speaker);
  }

  get size(): number {
    return this.#chats.length;
  }

  cut(): void {
    this.#relay.cut();
  }

  async say(messages: number): Promise<void> {
    for (let number = 0; number < messages; number += 1) await this.#speaker.send(room, `@ missed ${number}`);
    this.#head = positionOf(this.#speaker);
  }

  /** Resolves with how long each took to be online and to have all that was said, in ms. */
  async comeBack(): Promise<number[]> {
    const began = performance.now();
    this.#relay.open();
    return Promise.all(
      this.#chats.map(async chat => {
        chat.retryNow();
        await until(chat, () => isOnline(chat) && positionOf(chat)?.seq === this.#head?.seq);
        if (chat.state.rooms.get(room)?.resyncs !== 0) throw new Error("The client core lost history.");
        return performance.now() - began;
      }),
    );
  }

  leave(): void {
    for (const chat of [this.#speaker, ...this.#chats]) chat.close();
    this.#relay.close();
  }
}

const isOnline = (chat: Chat): boolean => chat.state.connection.phase === "online";
const positionOf = (chat: Chat): Position | null => chat.state.rooms.get(room)?.position ?? null;

function until(chat: Chat, isSo: (chat: Chat) => boolean): Promise<void> {
  return new Promise(resolve => {
    const look = () => {
      if (!isSo(chat)) return;
      off();
      resolve();
    };
    const off = chat.on("change", look);
    look();
  });
}
