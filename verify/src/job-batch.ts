import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { join } from "node:path";
import { createInterface } from "node:readline";
import { rootDir } from "@hubbub/stack";
import type { Recorder } from "./record.ts";
import type { World } from "./world.ts";

/** Something durable that a job says. `id`: its idempotency key. `room`: whose log it will be in. */
export interface BatchCall {
  readonly id: string;
  readonly room: string;
  readonly call:
    | { readonly verb: "announce"; readonly room: string }
    | { readonly verb: "message"; readonly user: string };
}

/** A line of what `hubbub-emit batch --json` says. */
interface Outcome {
  readonly line: number;
  readonly ok: boolean;
  readonly receipt?: { readonly id: string; readonly room: string; readonly epoch: string; readonly seq: number };
}

const command = join(rootDir, "emitter/bin/hubbub-emit.mjs");

/** A batch in a process of its own. Each receipt goes on the tape. */
export class BatchRun {
  /** Whether every call has its receipt. */
  readonly isDone: Promise<boolean>;
  readonly #child: ChildProcess;
  readonly #recorder: Recorder;
  #receipts = 0;
  #wake: () => void = () => {};

  private constructor(child: ChildProcess, recorder: Recorder) {
    this.#child = child;
    this.#recorder = recorder;
    this.isDone = once(child, "close").then(([code]) => {
      this.#wake();
      return code === 0;
    });
  }

  static start({ jobEnv }: World, recorder: Recorder, calls: readonly BatchCall[]): BatchRun {
    const env = { ...process.env, ...jobEnv };
    const child = spawn(process.execPath, [command, "batch", "--json"], { env, stdio: ["pipe", "pipe", "ignore"] });
    const run = new BatchRun(child, recorder);
    createInterface(child.stdout).on("line", line => run.#note(JSON.parse(line)));
    // A job that is killed reads no further.
    child.stdin.on("error", () => {});
    const lines = calls.map(({ id, call }) => JSON.stringify({ ...call, text: `says ${id}`, idempotencyKey: id }));
    child.stdin.end(`${lines.join("\n")}\n`);
    return run;
  }

  /** Resolves when there are so many receipts, or will be no more. */
  async receipted(count: number): Promise<void> {
    let isOver = false;
    void this.isDone.then(() => {
      isOver = true;
    });
    while (this.#receipts < count && !isOver) {
      await new Promise<void>(resolve => {
        this.#wake = resolve;
      });
    }
  }

  kill(): void {
    this.#child.kill("SIGKILL");
  }

  #note({ ok, receipt }: Outcome): void {
    if (!ok || receipt === undefined) return;
    const { id, room, epoch, seq } = receipt;
    this.#recorder.note({ type: "acked", room, id, epoch, seq });
    this.#receipts += 1;
    this.#wake();
  }
}
