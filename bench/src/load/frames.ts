/** WebSocket frames (RFC 6455), as far as a client of one's own servers needs them. */

const finalText = 0x81;
const masked = 0x80;

/** The frame of a client's text. Its mask is zero: there must be one, and on the loopback it need not be random. */
export function textFrame(text: string): Buffer {
  const length = Buffer.byteLength(text);
  if (length > 0xffff) throw new Error("The benchmark sends no text so long.");
  const head = length < 126 ? 2 : 4;
  const frame = Buffer.alloc(head + 4 + length);
  frame[0] = finalText;
  frame[1] = masked | (length < 126 ? length : 126);
  if (head === 4) frame.writeUInt16BE(length, 2);
  frame.write(text, head + 4);
  return frame;
}

/** Cuts a server's bytes into the payloads of its frames, without copying those that came whole. */
export class FrameReader {
  readonly #onPayload: (payload: Buffer) => void;
  #rest: Buffer | null = null;

  constructor(onPayload: (payload: Buffer) => void) {
    this.#onPayload = onPayload;
  }

  push(chunk: Buffer): void {
    const bytes = this.#rest === null ? chunk : Buffer.concat([this.#rest, chunk]);
    let start = 0;
    for (;;) {
      const payload = payloadAt(bytes, start);
      if (payload === null || payload.end > bytes.length) break;
      this.#onPayload(bytes.subarray(payload.start, payload.end));
      start = payload.end;
    }
    this.#rest = start === bytes.length ? null : bytes.subarray(start);
  }
}

/** Where the payload of the frame at `start` lies; null while its head is not complete. */
function payloadAt(bytes: Buffer, start: number): { start: number; end: number } | null {
  const left = bytes.length - start;
  if (left < 2) return null;
  const short = bytes.readUInt8(start + 1);
  const head = short < 126 ? 2 : short === 126 ? 4 : 10;
  if (left < head) return null;
  const long = () => (short === 126 ? bytes.readUInt16BE(start + 2) : Number(bytes.readBigUInt64BE(start + 2)));
  const length = short < 126 ? short : long();
  return { start: start + head, end: start + head + length };
}
