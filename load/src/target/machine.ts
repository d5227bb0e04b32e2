import { cpus, release, totalmem, type } from "node:os";

/** What the figures depend on, as a sentence without its point. */
export function describeMachine(): string {
  const [processor] = cpus();
  const memory = Math.round(totalmem() / 2 ** 30);
  return `${cpus().length} cores (${processor?.model.trim()}), ${memory} GB, ${type()} ${release()}, Node ${process.versions.node}`;
}

/** Tells at each call how busy all cores were since the last one, in percent. */
export function machineWatch(): () => number {
  let before = spent();
  return () => {
    const now = spent();
    const [busy, all] = [now.busy - before.busy, now.all - before.all];
    before = now;
    return all === 0 ? 0 : (100 * busy) / all;
  };
}

function spent(): { busy: number; all: number } {
  let [busy, all] = [0, 0];
  for (const { times } of cpus()) {
    const sum = times.user + times.nice + times.sys + times.irq + times.idle;
    all += sum;
    busy += sum - times.idle;
  }
  return { busy, all };
}
