import { randomBytes } from "node:crypto";
import type { Message } from "@hubbub/protocol";
import { type Chat, type ChatOptions, type ChatState, createChat, createHttpApi } from "../../src/index.ts";

/** A user at a chat, with all that it told. */
export interface Person {
  readonly name: string;
  readonly chat: Chat;
  /** The texts that `messages` told of, in that order. */
  readonly told: (room: string) => string[];
  readonly getToken: ChatOptions["getToken"];
}

/** Signs somebody new up at `apiUrl`, with a chat through `url` that is not connected yet. */
export async function newcomer(apiUrl: string, options: Omit<ChatOptions, "getToken">): Promise<Person> {
  const api = createHttpApi({ url: apiUrl });
  const name = `u${randomBytes(6).toString("hex")}`;
  await api.signUp({ name, password: "correct horse" });
  return { name, getToken: api.getToken, ...chatOf({ ...options, getToken: api.getToken }) };
}

/** A chat of somebody who has an account. */
export function chatOf(options: ChatOptions): Pick<Person, "chat" | "told"> {
  const chat = createChat(options);
  const told = new Map<string, Message[]>();
  chat.on("messages", (room, _epoch, messages) => told.set(room, [...(told.get(room) ?? []), ...messages]));
  return { chat, told: room => (told.get(room) ?? []).map(({ text }) => text) };
}

/** Resolves when the state of a chat is as the test wants it. */
export function until(chat: Chat, isSo: (state: ChatState) => boolean): Promise<void> {
  return new Promise(resolve => {
    const look = () => {
      if (!isSo(chat.state)) return;
      off();
      resolve();
    };
    const off = chat.on("change", look);
    look();
  });
}

export const untilOnline = (chat: Chat): Promise<void> => until(chat, state => state.connection.phase === "online");
