import { HubbubError, limits } from "@hubbub/protocol";
import { InvalidArgumentError } from "commander";
import { parseTarget } from "../target.ts";
import type { Target } from "../types.ts";

/** UTF-8 needs at most four bytes a character. */
const mostBytes = 4 * limits.textLength + "\r\n".length;

export function targetArgument(argument: string): Target {
  const target = parseTarget(argument);
  if (target === null) throw new InvalidArgumentError("Needs user:<name>, room:<id> or everyone.");
  return target;
}

/** `user:<name>` or `room:<id>`. */
export function subjectArgument(argument: string): Exclude<Target, "everyone"> {
  const target = parseTarget(argument);
  if (target === null || target === "everyone") throw new InvalidArgumentError("Needs user:<name> or room:<id>.");
  return target;
}

export function countArgument(argument: string): number {
  if (!/^[1-9]\d{0,14}$/.test(argument)) throw new InvalidArgumentError("Needs a number from 1 on.");
  return Number(argument);
}

/** All of the input as text, without the line break at its end. Rejects with `too_large` as soon as that is certain. */
export async function readText(input: AsyncIterable<Uint8Array>): Promise<string> {
  const chunks: Uint8Array[] = [];
  let bytes = 0;
  for await (const chunk of input) {
    chunks.push(chunk);
    bytes += chunk.length;
    if (bytes > mostBytes) throw tooLong();
  }
  return Buffer.concat(chunks)
    .toString("utf8")
    .replace(/\r?\n$/, "");
}

const tooLong = () => new HubbubError("too_large", `text has more than ${limits.textLength} characters`);
