import type { Position } from "@hubbub/protocol";

/** What a client knows of itself while it enters. */
export interface Guest {
  readonly token: string | null;
  /** Where it has read to; with one, it has entered when it got what it missed. */
  position: Position | null;
  /** How many messages it got while entering. */
  missed: number;
}

/** How to talk to one kind of server. */
export interface Dialect {
  readonly path: string;
  /** What the client answers to a frame (null: to the open connection) until it has `entered`. */
  enter(frame: string | null, guest: Guest): { readonly say?: string; readonly entered?: boolean };
  send(id: number, text: string): string;
  /** The id of the message that a frame acks; null for every other frame. */
  ackOf(frame: Buffer): number | null;
}

/** Each message holds it once, behind it when it was sent. */
export const marker = "@";

const socketIoPath = "/socket.io/?EIO=4&transport=websocket";

/** `43<id>[…]`, where nothing was refused. */
const socketIoAck = (frame: Buffer): number | null => {
  if (frame[0] !== 0x34 || frame[1] !== 0x33) return null;
  const [, id, answer] = /^43(\d+)(\[\{"ok":true)?/.exec(frame.toString("latin1", 0, 40)) ?? [];
  if (answer === undefined) throw new Error(`Refused: ${frame}`);
  return Number(id);
};

const stock: Dialect = {
  path: socketIoPath,
  enter: frame => (frame?.startsWith("0") ? { say: "40" } : { entered: frame?.startsWith("40") ?? false }),
  send: (id, text) => `42${id}${JSON.stringify(["message:send", { text }])}`,
  ackOf: socketIoAck,
};

const room = "general";
const welcome = '42["welcome",';

const hubbub: Dialect = {
  path: socketIoPath,
  enter(frame, guest) {
    if (frame?.startsWith("0")) return { say: `40${JSON.stringify(introduction(guest))}` };
    if (frame?.startsWith("44")) throw new Error(`Refused: ${frame}`);
    if (frame?.startsWith(welcome)) return welcomed(frame, guest);
    return {};
  },
  send: (id, text) =>
    `42${id}${JSON.stringify(["message:send", { room, text, clientMessageId: `${process.pid}-${id}-${text.slice(1, 17)}` }])}`,
  ackOf: socketIoAck,
};

const introduction = ({ token, position }: Guest) => ({ token, ...(position && { positions: { [room]: position } }) });

function welcomed(frame: string, guest: Guest) {
  if (guest.position === null) {
    const [, { rooms }] = JSON.parse(frame.slice(2));
    guest.position = rooms.find(({ id }: { id: string }) => id === room).position;
    return { entered: true };
  }
  if (!frame.includes('"recovered":true')) throw new Error(`Not recovered: ${frame.slice(0, 200)}`);
  guest.missed = frame.split(marker).length - 1;
  return { entered: true };
}

const raw: Dialect = {
  path: "/",
  enter: () => ({ entered: true }),
  send: (id, text) => `s${id} ${text}`,
  ackOf: frame => (frame[0] === 0x61 ? Number(frame.toString("latin1", 1)) : null),
};

export const dialects = { hubbub, stock, raw };
export type DialectName = keyof typeof dialects;
