/** Engine.IO and Socket.IO packets as a client of one namespace gets them; docs/protocol.md has the conversation. */

export type Frame =
  | { readonly type: "ping" | "opened" | "connected" | "other" }
  | { readonly type: "refused"; readonly data: unknown }
  | { readonly type: "acked"; readonly id: number; readonly answer: unknown }
  | { readonly type: "event"; readonly name: string; readonly payload: unknown };

/** Everything else that a replica tells is passed over unread: it would cost more than all that is measured. */
const wanted = new Set(["welcome", "message:batch", "room:position", "session:end"]);

const other: Frame = { type: "other" };

/**
 * Reads frames; the one that many users get in turn is parsed once. What replicas say is believed here: the client core, which
 * checks all of it, is among the users.
 */
export class FrameReader {
  #text = "";
  #frame: Frame = other;

  read(text: string): Frame {
    if (text === "2") return { type: "ping" };
    if (text.startsWith("42[")) return this.#event(text);
    if (text.startsWith("43")) return ack(text);
    if (text.startsWith("40")) return { type: "connected" };
    if (text.startsWith("44")) return { type: "refused", data: JSON.parse(text.slice(2)).data };
    return text.startsWith("0") ? { type: "opened" } : other;
  }

  #event(text: string): Frame {
    const name = text.slice(4, text.indexOf('"', 4));
    if (!wanted.has(name)) return other;
    if (text === this.#text) return this.#frame;
    this.#text = text;
    this.#frame = { type: "event", name, payload: JSON.parse(text.slice(2))[1] };
    return this.#frame;
  }
}

function ack(text: string): Frame {
  const start = text.indexOf("[");
  return { type: "acked", id: Number(text.slice(2, start)), answer: JSON.parse(text.slice(start))[0] };
}

export const connectFrame = (auth: object): string => `40${JSON.stringify(auth)}`;

export const requestFrame = (id: number, name: string, payload: object): string =>
  `42${id}${JSON.stringify([name, payload])}`;

export const pongFrame = "3";
