import type { User } from "@hubbub/protocol";

/** What a sweep needs to undo one connection of a dead replica. */
export interface Registration {
  readonly connection: string;
  readonly user: User;
}

/** One text for one registration, so that it is found again to be removed. */
export const toEntry = ({ connection, user }: Registration): string => JSON.stringify([connection, user.id, user.name]);

export function fromEntry(entry: string): Registration {
  const [connection = "", id = "", name = ""] = JSON.parse(entry) as string[];
  return { connection, user: { id, name } };
}
