import type { Joined, Message, Welcome } from "@hubbub/protocol";

/** An event without an ack in the default namespace, as the Socket.IO protocol (revision 5) has it. */
const event = "2";

/** What was read of a log once may be told to a crowd: it is written out once, too. */
const texts = new WeakMap<readonly Message[], string>();

/** The packet that `emit("welcome", welcome)` makes. */
export function welcomePacket({ recovery, ...welcome }: Welcome): string {
  const payload = JSON.stringify(welcome);
  const rooms =
    recovery && Object.entries(recovery).map(([room, joined]) => `${JSON.stringify(room)}:${textOf(joined)}`);
  return `${event}["welcome",${rooms ? withField(payload, "recovery", `{${rooms.join(",")}}`) : payload}]`;
}

const textOf = ({ messages, ...joined }: Joined): string =>
  withField(JSON.stringify(joined), "messages", textOfMessages(messages));

function textOfMessages(messages: readonly Message[]): string {
  const known = texts.get(messages) ?? JSON.stringify(messages);
  texts.set(messages, known);
  return known;
}

/** `object` is the JSON of one that has a field already. */
const withField = (object: string, name: string, value: string): string => `${object.slice(0, -1)},"${name}":${value}}`;
