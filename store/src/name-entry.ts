/**
 * Names by their beginning. A sorted set whose scores are equal is ordered by the bytes of its entries,
 * `<name as it is compared>\t<id>\t<name as it is shown>`. No name and no title has a tab.
 */
import type { User } from "@hubbub/protocol";
import { accountKey } from "@hubbub/protocol/schemas";

/** Titles are compared as the names of accounts are: without regard to case or width. */
export const nameKey = accountKey;

export const nameEntry = ({ id, name }: User): string => `${nameKey(name)}\t${id}\t${name}`;

/** A room is found by its title and by its id. */
export const roomEntries = ({ id, title }: { id: string; title: string }): string[] => [
  ...new Set([nameEntry({ id, name: title }), nameEntry({ id, name: id })]),
];

/** As ZADD takes them. */
export const scored = (entries: readonly string[]): (string | number)[] => entries.flatMap(entry => [0, entry]);

export function readEntry(entry: string): User {
  const [, id = "", name = ""] = entry.split("\t");
  return { id, name };
}

/** The bounds, for ZRANGEBYLEX, of the entries whose names begin so. */
export function beginningWith(prefix: string): readonly [min: string, max: string] {
  const key = nameKey(prefix);
  return [`[${key}`, `(${key}${lastCharacter}`];
}

/** Sorts after every character that a name or a title may have. */
const lastCharacter = "\u{10ffff}";
