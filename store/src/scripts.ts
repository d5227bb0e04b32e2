/** Loads the Lua files beside this one: `append-message-4.lua` is the command `appendMessage` with 4 keys. */
import { readdirSync, readFileSync } from "node:fs";
import type { Redis } from "ioredis";

const folder = new URL("./scripts/", import.meta.url);
const fileName = /^([a-z-]+)-(\d)\.lua$/;

type Argument = string | number;

/** What the scripts take and return; their headers say what the arguments mean. */
export interface Scripts {
  appendMessage(...keysAndArguments: Argument[]): Promise<AppendReply>;
  recoverRoom(...keysAndArguments: Argument[]): Promise<RecoverReply | null>;
  enterRoom(...keysAndArguments: Argument[]): Promise<number>;
  connectUser(...keysAndArguments: Argument[]): Promise<[version: string, online: string, lastSeen: string]>;
  disconnectUser(...keysAndArguments: Argument[]): Promise<[version: string, online: string, lastSeen: string]>;
  applyPresence(...keysAndArguments: Argument[]): Promise<[changed: number, count: number]>;
  forgetPresence(...keysAndArguments: Argument[]): Promise<[changed: number, count: number]>;
  readPresence(...keysAndArguments: Argument[]): Promise<[count: number, online: string[]]>;
  renewLease(...keysAndArguments: Argument[]): Promise<number>;
  claimSweep(...keysAndArguments: Argument[]): Promise<string | null>;
  takeToken(...keysAndArguments: Argument[]): Promise<number>;
  createAccount(...keysAndArguments: Argument[]): Promise<number>;
}

export type AppendReply =
  | [status: "not_found"]
  | [status: "forbidden"]
  | [status: "appended", epoch: string, seq: number]
  | [status: "duplicate", epoch: string, seq: number, body: string | null];

/** An entry of a stream as Redis replies it. */
export type StreamEntry = [id: string, fields: string[]];

export type RecoverReply = [epoch: string, head: number, recovered: number, oldest: number, entries: StreamEntry[]];

export type Commands = Redis & Scripts;

export const scriptDefinitions: Readonly<Record<string, { lua: string; numberOfKeys: number }>> = Object.fromEntries(
  readdirSync(folder).map(file => {
    const [, name, keys] = fileName.exec(file) ?? [];
    if (name === undefined) throw new Error(`${file} in ${folder} is not named <name>-<number of keys>.lua.`);
    const command = name.replace(/-([a-z])/g, (_, letter: string) => letter.toUpperCase());
    return [command, { lua: readFileSync(new URL(file, folder), "utf8"), numberOfKeys: Number(keys) }];
  }),
);
