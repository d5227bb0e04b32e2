/** What the checker can say. Each kind has what one needs to find the place in the tapes. */
interface Of<Kind extends string> {
  readonly kind: Kind;
  readonly room: string;
  readonly epoch: string;
  readonly seq: number;
  readonly id: string;
}

interface Heard<Kind extends string> extends Of<Kind> {
  readonly client: string;
  readonly at: number;
}

export type Violation =
  /** Known to be in the log and due to this client, who was neither told nor warned by a resync. */
  | (Of<"lost"> & { readonly client: string })
  | Heard<"doubled">
  | Heard<"out of order">
  /** Told as if the log went on, but of another epoch. */
  | Heard<"another epoch">
  /** A resync where history was neither trimmed nor wiped. */
  | { readonly kind: "needless resync"; readonly client: string; readonly room: string; readonly at: number }
  /** A place that nobody knows a message of, between two that are known. */
  | {
      readonly kind: "hole";
      readonly client: string;
      readonly room: string;
      readonly epoch: string;
      readonly seq: number;
    }
  /** One place, two messages. */
  | (Of<"conflict"> & { readonly other: string })
  /** One message, two places in one epoch. */
  | (Of<"two places"> & { readonly other: number })
  /** Acked, and yet the log as it was read at the end has something else or nothing there. */
  | (Of<"not in the log"> & { readonly client: string })
  /** Finally refused, and yet in the log. */
  | (Of<"refused but logged"> & { readonly client: string; readonly code: string })
  /** In the log, but no client sent it. */
  | Of<"never sent">
  /** Removed, and its words are told all the same. */
  | Of<"not gone">
  /** A client shows other words than the log comes to, or none. */
  | (Of<"shown otherwise"> & { readonly client: string })
  /** Neither acked nor refused at the end. */
  | { readonly kind: "unanswered"; readonly client: string; readonly room: string; readonly id: string }
  /** Not connected at the end. */
  | { readonly kind: "not back"; readonly client: string };

export type ViolationKind = Violation["kind"];

/** One line for a person. */
export function describeViolation({ kind, ...details }: Violation): string {
  const facts = Object.entries(details).map(
    ([name, value]) => `${name} ${typeof value === "number" ? round(value) : value}`,
  );
  return `${kind}: ${facts.join(", ")}`;
}

const round = (value: number): number => Math.round(value * 10) / 10;
