import { HubbubError } from "@hubbub/protocol";
import { describe, expect, it } from "vitest";
import { linesOf } from "./lines.ts";

async function read(...chunks: (string | Uint8Array)[]): Promise<(number | string)[][]> {
  const bytes = (async function* () {
    for (const chunk of chunks) yield Buffer.from(chunk);
  })();
  const lines: (number | string)[][] = [];
  for await (const { number, text } of linesOf(bytes, 10)) {
    lines.push([number, text instanceof HubbubError ? text.code : text]);
  }
  return lines;
}

describe("lines", () => {
  it("come whole, wherever the chunks were cut", async () => {
    const expected = [
      [1, "añb"],
      [2, "c"],
    ];
    const bytes = Buffer.from("añb\nc\n");
    for (let cut = 0; cut <= bytes.length; cut += 1) {
      expect(await read(bytes.subarray(0, cut), bytes.subarray(cut))).toEqual(expected);
    }
  });

  it("count blank ones, and take a last one without its end", async () => {
    expect(await read("\n \r\na\n\nb")).toEqual([
      [3, "a"],
      [5, "b"],
    ]);
    expect(await read()).toEqual([]);
  });

  it("that are too long or no UTF-8 are told, and the rest goes on", async () => {
    expect(await read("x".repeat(8), "x".repeat(8), "\na\n", Buffer.from([0xff, 0x0a]), "0123456789")).toEqual([
      [1, "too_large"],
      [2, "a"],
      [3, "invalid_payload"],
      [4, "0123456789"],
    ]);
  });
});
