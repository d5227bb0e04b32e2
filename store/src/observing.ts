import type { ErrorCode } from "@hubbub/protocol";
import { type Command, Redis } from "ioredis";
import { asHubbubError } from "./faults.ts";
import { scriptNames } from "./scripts.ts";

/** Told of every command once: that Redis answered it, or that it failed. */
export interface CommandObserver {
  /** `command`: of a script its name, of anything else that of Redis in small letters, or `other`. */
  answered(command: string, seconds: number): void;
  /** Refused by Redis as wrong (`internal`), or not answered (`unavailable`). */
  failed(code: ErrorCode): void;
}

const commandNames = new Set(Redis.prototype.getBuiltinCommands());

/** Calls with each command, before it is sent: what is sent of a script is another command the first time. */
export type Observe = (command: Command) => void;

export function observing(observer: CommandObserver): Observe {
  const onFault = (fault: unknown) => observer.failed(asHubbubError(fault).code);
  return command => {
    const name = nameOf(command);
    const began = performance.now();
    command.promise.then(() => observer.answered(name, (performance.now() - began) / 1_000), onFault);
  };
}

export const unobserved: Observe = () => {};

function nameOf({ name, args }: Command): string {
  const script = name === "evalsha" ? scriptNames.get(String(args[0])) : undefined;
  if (script !== undefined) return script;
  const known = name.toLowerCase();
  return commandNames.has(known) ? known : "other";
}
