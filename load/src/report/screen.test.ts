import { expect, it } from "vitest";
import { Screen } from "./screen.ts";

function shown(isTTY: boolean): string[] {
  const written: string[] = [];
  const screen = new Screen({ isTTY, columns: 8, write: text => written.push(text) }, 5_000);
  for (const now of [0, 1_000, 5_000]) screen.progress(`progress ${now}`, now);
  screen.say("done");
  return written;
}

it("draws its line anew on a terminal, and no longer than that is wide", () => {
  const line = "\r\u001b[2Kprogres";
  expect(shown(true)).toEqual([line, line, line, "\ndone\n"]);
});

it("writes a line every few seconds elsewhere", () => {
  expect(shown(false)).toEqual(["progress 0\n", "progress 5000\n", "done\n"]);
});
