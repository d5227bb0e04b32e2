import { HubbubError } from "@hubbub/protocol";

export interface Line {
  /** From 1; blank lines count and are not told. */
  readonly number: number;
  readonly text: string | HubbubError;
}

const newline = 0x0a;

/** The lines of a stream of UTF-8, each of them as soon as it is whole. One that is too long is told and skipped. */
export async function* linesOf(chunks: AsyncIterable<Uint8Array>, mostBytes: number): AsyncGenerator<Line, void> {
  const open = new OpenLine(mostBytes);
  let number = 0;
  for await (const chunk of chunks) {
    let from = 0;
    for (let end = chunk.indexOf(newline); end !== -1; end = chunk.indexOf(newline, from)) {
      open.add(chunk.subarray(from, end));
      from = end + 1;
      number += 1;
      const text = open.take();
      if (text !== null) yield { number, text };
    }
    open.add(chunk.subarray(from));
  }
  const text = open.take();
  if (text !== null) yield { number: number + 1, text };
}

/** What came of a line so far: never more than its bound. */
class OpenLine {
  readonly #mostBytes: number;
  #parts: Uint8Array[] = [];
  #size = 0;

  constructor(mostBytes: number) {
    this.#mostBytes = mostBytes;
  }

  add(bytes: Uint8Array): void {
    this.#size += bytes.length;
    if (this.#size <= this.#mostBytes) this.#parts.push(bytes);
  }

  /** Null where the line is blank. */
  take(): string | HubbubError | null {
    const [parts, size] = [this.#parts, this.#size];
    this.#parts = [];
    this.#size = 0;
    if (size > this.#mostBytes) return new HubbubError("too_large", `has more than ${this.#mostBytes} bytes`);
    try {
      const text = new TextDecoder("utf-8", { fatal: true }).decode(Buffer.concat(parts));
      return text.trim() === "" ? null : text;
    } catch {
      return new HubbubError("invalid_payload", "is not UTF-8");
    }
  }
}
