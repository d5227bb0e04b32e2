type Out = Pick<NodeJS.WriteStream, "isTTY" | "columns"> & { write(text: string): unknown };

/** Where the progress is shown: one line drawn anew on a terminal, a line every few seconds elsewhere. */
export class Screen {
  readonly #out: Out;
  readonly #everyMs: number;
  #shownAt = Number.NEGATIVE_INFINITY;
  #isDrawn = false;

  constructor(out: Out, everyMs = 5_000) {
    this.#out = out;
    this.#everyMs = everyMs;
  }

  progress(line: string, now = performance.now()): void {
    if (this.#out.isTTY) {
      this.#out.write(`\r\u001b[2K${line.slice(0, this.#out.columns - 1)}`);
      this.#isDrawn = true;
    } else if (now - this.#shownAt >= this.#everyMs) {
      this.#shownAt = now;
      this.#out.write(`${line}\n`);
    }
  }

  say(text: string): void {
    this.#out.write(`${this.#isDrawn ? "\n" : ""}${text}\n`);
    this.#isDrawn = false;
  }
}
