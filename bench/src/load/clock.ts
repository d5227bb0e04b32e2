/** One clock for all processes of this machine, in microseconds. */
export const microseconds = (): number => Number(process.hrtime.bigint() / 1_000n);

const digits = 16;
const textLength = 100;

/** A message's text: its marker, when it was sent, and what is missing to 100 bytes. */
export const stamped = (marker: string, at: number): string =>
  `${marker}${String(at).padStart(digits, "0")}`.padEnd(textLength, "x");

/** When the message was sent whose marker stands at `start`. */
export const stampAt = (frame: Buffer, start: number): number =>
  Number(frame.toString("latin1", start + 1, start + 1 + digits));
