import { SingleBar } from "cli-progress";

/** What is shown of long work. */
export interface Progress {
  update(bytes: number, words: string): void;
  /** Prints a line beside it. */
  tell(text: string): void;
  end(): void;
}

/** Shorter work than this shows nothing. */
const longMs = 1_000;

/** Prints lines only. */
export const noProgress = (print: (text: string) => void): Progress => ({
  update() {},
  tell: print,
  end() {},
});

/** A bar on a terminal, of as many bytes as there will be; where that is not known, what was done so far. */
export function terminalProgress(terminal: NodeJS.WriteStream, size: number | undefined, now: () => number): Progress {
  const format = size === undefined ? "{words}" : "{bar} {percentage}%  {words}";
  const bar = new SingleBar({ format, stream: terminal, clearOnComplete: true, hideCursor: true, barsize: 30 });
  const began = now();
  let isShown = false;
  return {
    update(bytes, words) {
      if (isShown) return bar.update(bytes, { words });
      if (now() - began < longMs) return;
      isShown = true;
      bar.start(size ?? 1, bytes, { words });
    },
    tell(text) {
      terminal.write(isShown ? `\r\x1b[K${text}` : text);
    },
    end() {
      if (isShown) bar.stop();
    },
  };
}
