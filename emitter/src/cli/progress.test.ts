import { PassThrough } from "node:stream";
import { describe, expect, it } from "vitest";
import { terminalProgress } from "./progress.ts";

function onTerminal(size: number | undefined) {
  let now = 0;
  const stream = Object.assign(new PassThrough(), { isTTY: true, columns: 80 });
  const progress = terminalProgress(stream as unknown as NodeJS.WriteStream, size, () => now);
  return {
    progress,
    shown: () => String(stream.read() ?? ""),
    pass(ms: number) {
      now += ms;
    },
  };
}

describe("the progress of a batch", () => {
  it("is not shown when it takes less than a second", () => {
    const { progress, shown, pass } = onTerminal(100);
    pass(900);
    progress.update(50, "5 done");
    progress.end();
    expect(shown()).toBe("");
  });

  it("is a bar of the bytes that are read, where their number is known", () => {
    const { progress, shown, pass } = onTerminal(100);
    pass(1_100);
    progress.update(50, "5 done");
    expect(shown()).toMatch(/=+-+ 50% {2}5 done/);
    progress.end();
  });

  it("is what was done, where nobody knows how much there will be", () => {
    const { progress, shown, pass } = onTerminal(undefined);
    pass(1_100);
    progress.update(50, "5 done");
    expect(shown()).toContain("5 done");
    progress.end();
  });

  it("makes room for what is told meanwhile", () => {
    const { progress, shown, pass } = onTerminal(100);
    pass(1_100);
    progress.update(50, "5 done");
    shown();
    progress.tell("line 6: no such room\n");
    expect(shown()).toContain("\r\u001b[Kline 6: no such room\n");
    progress.end();
  });
});
