/** What was seen from outside while a scenario ran. Everything that the checker knows stands here; times are ms of one clock. */

import type { MessageKind } from "@hubbub/protocol";

/** One line of a client's tape. `id` is the message's `clientMessageId`, unique over all clients. */
export type Line =
  | { readonly type: "sent"; readonly at: number; readonly room: string; readonly id: string }
  | {
      readonly type: "acked";
      readonly at: number;
      readonly room: string;
      readonly epoch: string;
      readonly seq: number;
      readonly id: string;
    }
  /** The final answer to a `sent`; `known` is false where the message may be in the log all the same. */
  | {
      readonly type: "refused";
      readonly at: number;
      readonly id: string;
      readonly known: boolean;
      readonly code: string;
    }
  /** Messages after this place are due to this client. */
  | Placed<"entered">
  | (Placed<"delivered"> & { readonly id: string })
  /** The client was told that history is missing; its timeline goes on with a page that ends here. */
  | Placed<"resync">
  | { readonly type: "left"; readonly at: number; readonly room: string }
  | { readonly type: "online"; readonly at: number; readonly replica: string }
  | { readonly type: "lost"; readonly at: number }
  /** A try to connect began. */
  | { readonly type: "tried"; readonly at: number }
  /** The way to the replicas is open (again): a recovery cannot begin before. */
  | { readonly type: "reachable"; readonly at: number }
  /** The client is no more; nothing is due to it until it enters a room again. */
  | { readonly type: "closed"; readonly at: number };

interface Placed<Type extends string> {
  readonly type: Type;
  readonly at: number;
  readonly room: string;
  readonly epoch: string;
  readonly seq: number;
}

/** One client: a device, or a job that only sends. */
export interface Tape {
  readonly client: string;
  readonly lines: readonly Line[];
}

/** A room's log as it was read at the end. */
export interface LogRead {
  /** When; what was acked later may be missing. */
  readonly at: number;
  readonly room: string;
  readonly epoch: string;
  readonly head: number;
  readonly entries: readonly Entry[];
}

export interface Entry {
  readonly seq: number;
  readonly id: string;
  readonly kind: MessageKind;
  readonly text: string;
  /** The seq that it changes. */
  readonly target?: number;
}

/** What a client shows of a room at the end. */
export interface Shown {
  readonly client: string;
  readonly room: string;
  readonly epoch: string;
  /** The place in the log that it has come to. */
  readonly seq: number;
  /** In order of seq; "" for one that was removed. */
  readonly texts: readonly { readonly seq: number; readonly text: string }[];
}

export interface History {
  readonly tapes: readonly Tape[];
  readonly logs: readonly LogRead[];
  readonly shown: readonly Shown[];
}

type Untimed<Timed> = Timed extends Line ? Omit<Timed, "at"> : never;

/** A tape that is being written. */
export class Recorder implements Tape {
  readonly client: string;
  readonly lines: Line[] = [];
  readonly #now: () => number;

  constructor(client: string, now: () => number) {
    this.client = client;
    this.#now = now;
  }

  note(line: Untimed<Line>): void {
    this.lines.push({ ...line, at: this.#now() });
  }
}
