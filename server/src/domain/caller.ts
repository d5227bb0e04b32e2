import type { Answer, Payload, RequestName, User } from "@hubbub/protocol";
import type { Identity } from "./identity.ts";

/** The connection that a request came through, as the rules see it. */
export interface Caller {
  readonly user: User;
  hears(room: string): boolean;
  /** This connection, though no other of the user's, hears the rooms. Resolves when it misses nothing more. */
  enter(rooms: readonly string[]): Promise<void>;
  /** The connection lives on until this identity ends. */
  renew(identity: Identity): void;
}

/** Answers one kind of request; rejects with a HubbubError for a refusal. */
export type Handler<Name extends RequestName> = (caller: Caller, payload: Payload<Name>) => Promise<Answer<Name>>;

export type Handlers = { readonly [Name in RequestName]: Handler<Name> };
