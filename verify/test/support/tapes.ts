import { type Entry, Recorder } from "../../src/record.ts";

/** Histories made by hand: one room, each note one ms after the one before. */
export function studio(room = "room") {
  let clock = 0;
  const now = () => {
    clock += 1;
    return clock;
  };
  return {
    tape(client: string) {
      const recorder = new Recorder(client, now);
      const at = (seq: number, epoch: string) => ({ room, epoch, seq });
      const tape = {
        recorder,
        entered: (seq = 0, epoch = "e1") => tape.note({ type: "entered", ...at(seq, epoch) }),
        left: () => tape.note({ type: "left", room }),
        sent: (id: string) => tape.note({ type: "sent", room, id }),
        acked: (id: string, seq: number, epoch = "e1") => tape.note({ type: "acked", id, ...at(seq, epoch) }),
        says: (id: string, seq: number, epoch = "e1") => tape.sent(id).acked(id, seq, epoch),
        hears: (id: string, seq: number, epoch = "e1") => tape.note({ type: "delivered", id, ...at(seq, epoch) }),
        resync: (seq: number, epoch = "e1") => tape.note({ type: "resync", ...at(seq, epoch) }),
        refused: (id: string, known = true) => tape.note({ type: "refused", id, known, code: "forbidden" }),
        does: (type: "lost" | "tried" | "reachable" | "closed") => tape.note({ type }),
        online: () => tape.note({ type: "online", replica: "r1" }),
        pause(ms: number) {
          clock += ms;
          return tape;
        },
        note(line: Parameters<Recorder["note"]>[0]) {
          recorder.note(line);
          return tape;
        },
      };
      return tape;
    },
  };
}

export type HandMade = ReturnType<ReturnType<typeof studio>["tape"]>;

export const historyOf = (...tapes: readonly HandMade[]) => ({
  tapes: tapes.map(({ recorder }) => recorder),
  logs: [],
  shown: [],
});

/** A text of a log. */
export const entry = (seq: number, id: string, fields: Partial<Entry> = {}): Entry => ({
  seq,
  id,
  kind: "text",
  text: id,
  ...fields,
});
