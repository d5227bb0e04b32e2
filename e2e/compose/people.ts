import { type Chat, createChat, createHttpApi } from "@hubbub/client";
import type { Message } from "@hubbub/protocol";

/** Somebody with the client core, through nginx. */
export interface Person {
  readonly name: string;
  readonly chat: Chat;
  readonly seen: Message[];
  /** How often the connection was lost. */
  readonly losses: () => number;
  readonly replica: () => string | null;
}

export async function signUp(url: string, name: string): Promise<Person> {
  const api = createHttpApi({ url });
  await api.signUp({ name, password: "correct horse battery" });
  const chat = createChat({ url, getToken: api.getToken });
  const seen: Message[] = [];
  let losses = 0;
  let online = false;
  chat.on("messages", (_room, _epoch, messages) => seen.push(...messages));
  chat.on("change", ({ connection }) => {
    if (online && connection.phase !== "online") losses++;
    online = connection.phase === "online";
  });
  chat.connect();
  await until(chat, () => chat.state.connection.phase === "online");
  await chat.join("general");
  return { name, chat, seen, losses: () => losses, replica: () => chat.state.connection.replica };
}

/** Resolves at the first change after which `reached` holds. */
export function until(chat: Chat, reached: () => boolean): Promise<void> {
  if (reached()) return Promise.resolve();
  return new Promise(resolve => {
    const off = chat.on("change", () => {
      if (!reached()) return;
      off();
      resolve();
    });
  });
}

export const sees = (person: Person, text: string): Promise<void> =>
  until(
    person.chat,
    () => person.chat.state.rooms.get("general")?.messages.some(message => message.text === text) ?? false,
  );

/** New people until one is served by a replica that nobody in `known` is on; round robin makes that soon. */
export async function signUpElsewhere(
  url: string,
  name: string,
  known: ReadonlySet<string | null>,
  tries: number,
): Promise<Person> {
  for (let attempt = 1; attempt <= tries; attempt++) {
    const person = await signUp(url, `${name}${attempt}`);
    if (!known.has(person.replica())) return person;
    person.chat.close();
  }
  throw new Error(`After ${tries} connections no replica but ${[...known].join(", ")} has served one.`);
}
