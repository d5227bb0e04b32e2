import type { Joined, Welcome } from "@hubbub/protocol";

/** An event without an ack in the default namespace, as the Socket.IO protocol (revision 5) has it. */
const event = "2";

/** What a crowd is told alike, as the messages of a log that was read once, is written out once. */
const texts = new WeakMap<object, string>();

/** The packet that `emit("welcome", welcome)` makes. */
export function welcomePacket({ recovery, ...welcome }: Welcome): string {
  const payload = JSON.stringify(welcome);
  const rooms =
    recovery && Object.entries(recovery).map(([room, joined]) => `${JSON.stringify(room)}:${textOf(joined)}`);
  return `${event}["welcome",${rooms ? withField(payload, "recovery", `{${rooms.join(",")}}`) : payload}]`;
}

const textOf = ({ messages, presence, ...joined }: Joined): string =>
  withField(withField(JSON.stringify(joined), "presence", sharedText(presence)), "messages", sharedText(messages));

function sharedText(value: object): string {
  const text = texts.get(value) ?? JSON.stringify(value);
  texts.set(value, text);
  return text;
}

/** `object` is the JSON of one that has a field already. */
const withField = (object: string, name: string, value: string): string => `${object.slice(0, -1)},"${name}":${value}}`;
