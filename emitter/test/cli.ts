import { HubbubError } from "@hubbub/protocol";
import { run } from "../src/cli/program.ts";
import type { Emitter } from "../src/index.ts";
import { KeyRing } from "../src/service/keys/key-ring.ts";
import { fakeEmitter } from "./fake-emitter.ts";

export interface Typed {
  readonly stdin?: string;
  /** By their paths. */
  readonly files?: Readonly<Record<string, string>>;
  /** What each call fails with. */
  readonly fault?: unknown;
  /** Calls beside those that are noted anyway. */
  readonly emitter?: Partial<Emitter>;
}

/** Runs the command line over an emitter that notes its calls. */
export async function emit(argv: readonly string[], { stdin = "", files = {}, fault, emitter }: Typed = {}) {
  const calls: unknown[][] = [];
  const said = { out: "", err: "", closed: false };
  const note = async <R>(receipt: R, ...call: unknown[]): Promise<R> => {
    calls.push(call);
    if (fault !== undefined) throw fault;
    return receipt;
  };
  const user = { id: "ada00000", name: "Ada" };
  const noting = fakeEmitter({
    announce: (room, text, options) =>
      note({ id: "a", room, epoch: "e", seq: 7 }, "announce", room, text, options?.idempotencyKey),
    message: (user, text, options) =>
      note({ id: "m", room: "dm:a:b", epoch: "e", seq: 8 }, "message", user, text, options?.idempotencyKey),
    notify: (target, notice) => note({ id: "n", receivers: 2 }, "notify", target, notice),
    disconnect: user => note({ id: "d", receivers: 1 }, "disconnect", user),
    join: (whom, room) => note({ id: "j", room, user, receivers: 1 }, "join", whom, room),
    leave: (whom, room) => note({ id: "l", room, user, receivers: 1 }, "leave", whom, room),
    close: async () => {
      said.closed = true;
    },
    ...emitter,
  });
  const complain = (text: string) => {
    said.err += text;
  };
  const code = await run(argv, {
    stdin: chunksOf(stdin),
    out: text => {
      said.out += text;
    },
    complain,
    async openFile(path) {
      const text = files[path];
      if (text === undefined) throw new HubbubError("not_found", `${path} cannot be read.`);
      return { chunks: chunksOf(text), size: text.length };
    },
    connect: () => noting,
    openKeys: () => ({ ring: ringInMemory(), close: async () => {} }),
    openEpochs: () => ({ endAll: () => note(2, "endAll"), close: async () => {} }),
    startProgress: () => ({ update: () => {}, tell: complain, end: () => {} }),
    interruption: () => new AbortController().signal,
  });
  return { code, ...said, calls };
}

async function* chunksOf(text: string): AsyncGenerator<Uint8Array, void> {
  yield Buffer.from(text);
}

function ringInMemory(): KeyRing {
  const records = new Map<string, string>();
  return new KeyRing({
    keys: {
      add: async (name, record) => !records.has(name) && records.set(name, record).has(name),
      find: async name => records.get(name) ?? null,
      all: async () => records,
      remove: async name => records.delete(name),
    },
    newSecret: () => "s".repeat(43),
    now: () => 0,
  });
}
