import { expect, it } from "vitest";
import { FrameReader, textFrame } from "./frames.ts";

/** As a server sends it: no mask. */
function served(text: string): Buffer {
  const length = Buffer.byteLength(text);
  const head = length < 126 ? Buffer.from([0x81, length]) : Buffer.from([0x81, 126, length >> 8, length & 0xff]);
  return Buffer.concat([head, Buffer.from(text)]);
}

it("reads frames wherever the bytes are cut", () => {
  const texts = ["2", "x".repeat(125), "y".repeat(126), "", "ü".repeat(400)];
  const bytes = Buffer.concat(texts.map(served));
  for (const size of [1, 2, 3, 7, 128, bytes.length]) {
    const read: string[] = [];
    const reader = new FrameReader(payload => read.push(String(payload)));
    for (let start = 0; start < bytes.length; start += size) reader.push(bytes.subarray(start, start + size));
    expect(read).toEqual(texts);
  }
});

it("masks what a client sends with a mask that changes nothing", () => {
  expect(textFrame("hey")).toEqual(Buffer.from([0x81, 0x83, 0, 0, 0, 0, ...Buffer.from("hey")]));
  expect(textFrame("x".repeat(200)).subarray(0, 4)).toEqual(Buffer.from([0x81, 0xfe, 0, 200]));
});
