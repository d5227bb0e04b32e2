/** What an emitter answers, for tests of whoever passes it on. */
export const ada = { id: "ada00000", name: "Ada" };
export const durable = { id: "i", room: "general", epoch: "e", seq: 1, receivers: 2 };
export const ephemeral = { id: "i", receivers: 2 };
export const member = { id: "i", room: "general", user: ada, receivers: 2 };
export const message = { seq: 1, kind: "text", user: ada, text: "Hello", at: 1, clientMessageId: "c" } as const;
export const page = { messages: [message], more: false };
export const ofPerson = { user: ada, state: "offline", lastSeen: 5 } as const;
export const ofRoom = { room: "general", count: 1, online: [{ ...ada, away: true }] } as const;
