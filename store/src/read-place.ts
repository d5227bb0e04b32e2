/** How the place up to which somebody has read a room is kept. Pure. */
import type { Position } from "@hubbub/protocol";

/** A place in a log, and how many texts there are up to it. */
export interface ReadPlace {
  readonly seq: number;
  readonly texts: number;
}

/** Where a log ends, and where its epoch began. */
export interface Head {
  readonly position: Position;
  readonly place: ReadPlace;
  readonly begun: ReadPlace;
  /** Whether any text was ever removed. */
  readonly hasRemovals: boolean;
}

/** What of a room's meta makes its {@link Head}. */
export const fieldsOfHead = ["epoch", "seq", "texts", "begun", "removals"] as const;

type Value = string | null | undefined;

/** Null where there is no room. */
export function headOf([epoch, seq, texts, begun, removals]: readonly Value[]): Head | null {
  if (!epoch) return null;
  const place = { seq: Number(seq), texts: Number(texts ?? 0) };
  return {
    position: { epoch, seq: place.seq },
    place,
    begun: placeIn(begun ?? "0:0"),
    hasRemovals: Number(removals) > 0,
  };
}

/** `<epoch>:<seq>:<texts>` */
export const asMark = (epoch: string, { seq, texts }: ReadPlace): string => `${epoch}:${seq}:${texts}`;

/**
 * What a mark means now. One of another epoch counts up to where the present one began: that is the beginning of a log
 * that was lost, and the end of the old epoch where the log went on after a failover.
 */
export function placeOf(mark: Value, { position, begun }: Head): ReadPlace {
  const [, epoch, place] = /^(.*):(\d+:\d+)$/.exec(mark ?? "") ?? [];
  if (place === undefined) return { seq: 0, texts: 0 };
  const known = placeIn(place);
  if (epoch === position.epoch) return known;
  return { seq: Math.min(known.seq, begun.seq), texts: Math.min(known.texts, begun.texts) };
}

/**
 * Who had read all before their own last messages has read these, too. `spoke` says where they stand,
 * `<epoch>:<seq before them>:<seq of the last>:<texts up to that>`.
 */
export function withOwn(place: ReadPlace, spoke: Value, { position }: Head): ReadPlace {
  const [, epoch, before = "", own] = /^(.*):(\d+):(\d+:\d+)$/.exec(spoke ?? "") ?? [];
  if (own === undefined || epoch !== position.epoch || place.seq < Number(before)) return place;
  const last = placeIn(own);
  return place.seq < last.seq ? last : place;
}

function placeIn(place: string): ReadPlace {
  const [seq, texts] = place.split(":").map(Number);
  return { seq: seq ?? 0, texts: texts ?? 0 };
}
