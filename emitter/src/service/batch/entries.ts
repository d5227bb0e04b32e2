import { HubbubError } from "@hubbub/protocol";
import { callSchema, parse } from "../../payloads.ts";
import type { Call } from "../../types.ts";
import { linesOf } from "./lines.ts";

/** One place of a batch: a call, or why there is none. */
export interface Entry {
  /** From 1; of lines only. */
  readonly line?: number;
  readonly call: Call | HubbubError;
}

const lineBytes = 64 * 1024;

/** The calls of an array. */
export async function* entriesOfArray(values: readonly unknown[]): AsyncGenerator<Entry, void> {
  for (const [index, value] of values.entries()) yield { call: read(value, `call ${index}`) };
}

/** The calls of newline-delimited JSON, each as soon as its line is whole. */
export async function* entriesOfLines(chunks: AsyncIterable<Uint8Array>): AsyncGenerator<Entry, void> {
  for await (const { number, text } of linesOf(chunks, lineBytes)) {
    yield { line: number, call: readLine(text, `line ${number}`) };
  }
}

function readLine(text: string | HubbubError, place: string): Call | HubbubError {
  if (typeof text !== "string") return new HubbubError(text.code, `${place} ${text.message}`);
  try {
    return read(JSON.parse(text), place);
  } catch {
    return new HubbubError("invalid_payload", `${place} is not JSON`);
  }
}

function read(value: unknown, place: string): Call | HubbubError {
  try {
    return parse(callSchema, value, place);
  } catch (error) {
    if (error instanceof HubbubError) return error;
    throw error;
  }
}
