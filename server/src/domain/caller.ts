import type { Answer, Payload, RequestName } from "@hubbub/protocol";
import type { Identity } from "./identity.ts";
import type { Connection } from "./ports.ts";

/** The connection that a request came through, as the rules see it. */
export interface Caller extends Connection {
  hears(room: string): boolean;
  /** This connection, though no other of the user's, hears the rooms. Resolves when it misses nothing more. */
  enter(rooms: readonly string[]): Promise<void>;
  /** It hears them no more. */
  exit(rooms: readonly string[]): void;
  /** Whether anybody looks at its device. */
  setIdle(idle: boolean): void;
  /** The connection lives on until this identity ends. */
  renew(identity: Identity): void;
}

/** Answers one kind of request; rejects with a HubbubError for a refusal. */
export type Handler<Name extends RequestName> = (caller: Caller, payload: Payload<Name>) => Promise<Answer<Name>>;

export type Handlers = { readonly [Name in RequestName]: Handler<Name> };
