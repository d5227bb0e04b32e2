/**
 * Loads the Lua files beside this one: `append-message-5.lua` is the command `appendMessage` with 5 keys. Of a command whose
 * file ends in `-n`, the first argument says how many keys there are.
 */
import { createHash } from "node:crypto";
import { readdirSync, readFileSync } from "node:fs";
import type { MemberState } from "@hubbub/protocol";
import type { Redis } from "ioredis";

const folder = new URL("./scripts/", import.meta.url);
const fileName = /^([a-z-]+)-(\d|n)\.lua$/;

type Argument = string | number;

/** What the scripts take and return; their headers say what the arguments mean. */
export interface Scripts {
  appendMessage(...keysAndArguments: Argument[]): Promise<AppendReply>;
  readPage(...keysAndArguments: Argument[]): Promise<[entries: StreamEntry[], removed: string[]]>;
  markRead(...keysAndArguments: Argument[]): Promise<string>;
  recoverRoom(...keysAndArguments: Argument[]): Promise<RecoverReply | null>;
  enterRoom(...keysAndArguments: Argument[]): Promise<EnterReply>;
  leaveRoom(...keysAndArguments: Argument[]): Promise<"left" | "stranger" | "needed">;
  changeRoom(...keysAndArguments: Argument[]): Promise<"changed" | "not_owner" | "stranger">;
  muteMember(...keysAndArguments: Argument[]): Promise<"done" | "not_owner" | "owner" | "stranger">;
  banMember(...keysAndArguments: Argument[]): Promise<"left" | "stranger" | "refused">;
  updateUsers(keys: number, ...keysAndArguments: Argument[]): Promise<UserReply[]>;
  readRooms(keys: number, ...keysAndArguments: Argument[]): Promise<RoomsReply[]>;
  applyPresence(...keysAndArguments: Argument[]): Promise<number>;
  readPresence(...keysAndArguments: Argument[]): Promise<PresenceReply>;
  noteConnections(...keysAndArguments: Argument[]): Promise<null>;
  endEpoch(...keysAndArguments: Argument[]): Promise<number>;
  renewLease(
    ...keysAndArguments: Argument[]
  ): Promise<[ends: string, held: number, generation: string, others: string[]]>;
  claimSweep(...keysAndArguments: Argument[]): Promise<string | null>;
  finishSweep(...keysAndArguments: Argument[]): Promise<number>;
  takeToken(...keysAndArguments: Argument[]): Promise<number>;
  forgetConsumers(...keysAndArguments: Argument[]): Promise<number>;
  createAccount(...keysAndArguments: Argument[]): Promise<number>;
}

export type AppendReply =
  | [status: "not_found"]
  | [status: "forbidden"]
  | [status: "no_target"]
  | [status: "not_yours"]
  | [status: "removed"]
  | [status: "muted", until: string, remaining: string]
  | [status: "appended", epoch: string, seq: number]
  | [status: "duplicate", epoch: string, seq: number, body: string | null, removed: number | null];

export type EnterReply =
  | [refusal: "conflict" | "not_found" | "banned" | "private"]
  | [status: "entered", kind: string, title: string, head: string, ...strangers: string[]];

export type UserReply = [version: string, state: MemberState, lastSeen: string, away: string, untold: string[]];

/** The marks of the rooms, in their order. */
export type RoomsReply = [rooms: string[], marks: (string | null)[]];

export type PresenceReply = [place: string, count: number, lost: number, ...list: PresenceList];
type PresenceList = [kind: "count" | "all", idsAndStates: string[]] | [kind: "changes", entries: StreamEntry[]];

/** An entry of a stream as Redis replies it. */
export type StreamEntry = [id: string, fields: string[]];

export type RecoverReply =
  | [state: string]
  | [
      state: string,
      epoch: string,
      head: number,
      recovered: number,
      oldest: number,
      entries: StreamEntry[],
      texts: number,
      removed: string[],
    ];

export type Commands = Redis & Scripts;

export const scriptDefinitions: Readonly<Record<string, { lua: string; numberOfKeys?: number }>> = Object.fromEntries(
  readdirSync(folder).map(file => {
    const [, name, keys] = fileName.exec(file) ?? [];
    if (name === undefined) throw new Error(`${file} in ${folder} is not named <name>-<number of keys, or n>.lua.`);
    const command = name.replace(/-([a-z])/g, (_, letter: string) => letter.toUpperCase());
    const lua = readFileSync(new URL(file, folder), "utf8");
    return [command, keys === "n" ? { lua } : { lua, numberOfKeys: Number(keys) }];
  }),
);

/** By the SHA-1 under which Redis keeps a script: its name. */
export const scriptNames: ReadonlyMap<string, string> = new Map(
  Object.entries(scriptDefinitions).map(([name, { lua }]) => [createHash("sha1").update(lua).digest("hex"), name]),
);
