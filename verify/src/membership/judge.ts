/** The judge of who is in a room: pure. It is told who was let in and shown out when, and what was said and heard. */
import type { Line, Tape } from "../record.ts";
import { type Act, surely } from "./gate.ts";

/** One person and one room. */
export interface Standing {
  readonly user: string;
  readonly room: string;
  /** The names of their tapes. */
  readonly clients: ReadonlySet<string>;
  readonly membership: readonly Act[];
  /** Closed while they are muted. */
  readonly voice: readonly Act[];
}

/**
 * `overheard`: told what was said after they were shown out. `spoke`: a message is in the log of who was out or muted.
 * `silenced`: refused, though they were in and not muted.
 */
export interface MembershipViolation {
  readonly kind: "overheard" | "spoke" | "silenced";
  readonly user: string;
  readonly room: string;
  readonly id: string;
}

export interface MembershipRules {
  /** How long somebody who was shown out may still hear what is said, in ms. */
  readonly hearMs: number;
}

interface Said {
  readonly room: string;
  readonly at: number;
}

export function judgeMembership(
  tapes: readonly Tape[],
  standings: readonly Standing[],
  { hearMs }: MembershipRules,
): MembershipViolation[] {
  const said = saidIn(tapes);
  return standings.flatMap(standing => {
    const { user, room, clients, membership } = standing;
    const own = tapes.filter(({ client }) => clients.has(client)).flatMap(({ lines }) => lines);
    const overheard = own.filter(line => {
      if (line.type !== "delivered" || line.room !== room) return false;
      const from = said.get(line.id)?.at;
      return from !== undefined && surely("closed", membership, from - hearMs, line.at);
    });
    const name = (kind: MembershipViolation["kind"], lines: readonly Line[]) =>
      lines.flatMap(line => ("id" in line ? [{ kind, user, room, id: line.id }] : []));
    return [
      ...name("overheard", overheard),
      ...name(
        "spoke",
        own.filter(line => line.type === "acked" && mustBeRefused(line, standing, said)),
      ),
      ...name(
        "silenced",
        own.filter(line => line.type === "refused" && mustBeTaken(line, standing, said)),
      ),
    ];
  });
}

type Answered<Type extends Line["type"]> = Extract<Line, { type: Type }>;

function mustBeRefused(
  { id, at, room }: Answered<"acked">,
  standing: Standing,
  said: ReadonlyMap<string, Said>,
): boolean {
  const from = said.get(id)?.at ?? at;
  const { membership, voice } = standing;
  return room === standing.room && [membership, voice].some(gate => surely("closed", gate, from, at));
}

function mustBeTaken(
  { id, at, known }: Answered<"refused">,
  standing: Standing,
  said: ReadonlyMap<string, Said>,
): boolean {
  const sent = said.get(id);
  if (!known || sent?.room !== standing.room) return false;
  return [standing.membership, standing.voice].every(gate => surely("open", gate, sent.at, at));
}

const saidIn = (tapes: readonly Tape[]): ReadonlyMap<string, Said> =>
  new Map(
    tapes.flatMap(({ lines }) => lines.flatMap(line => (line.type === "sent" ? [[line.id, line] as const] : []))),
  );
