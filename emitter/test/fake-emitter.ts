import type { Emitter } from "../src/index.ts";

const unused = () => Promise.reject(new Error("not used here"));

/** An emitter without Redis: what a test does not give rejects. */
export const fakeEmitter = (given: Partial<Emitter> = {}): Emitter => ({
  announce: unused,
  message: unused,
  notify: unused,
  disconnect: unused,
  join: unused,
  leave: unused,
  presence: unused,
  history: unused,
  async *batch() {},
  isReady: () => true,
  close: async () => {},
  ...given,
});
