/** Says how fast messages go through: the one line that a peer which speaks as a job prints. */
const [warmUp, measured] = [5_000, 30_000];
/** Messages under way at once. */
const inFlight = 1_000;

export interface Pace {
  readonly perSecond: number;
  /** Processor time of this process a message, in µs. */
  readonly cpuMicros: number;
}

/** `send` resolves when Redis has answered for the message. */
export async function tellPace(send: () => Promise<unknown>): Promise<void> {
  await sendMany(send, warmUp);
  const [began, cpu] = [performance.now(), process.cpuUsage()];
  await sendMany(send, measured);
  const { user, system } = process.cpuUsage(cpu);
  const perSecond = (measured * 1_000) / (performance.now() - began);
  console.log(JSON.stringify({ perSecond, cpuMicros: (user + system) / measured } satisfies Pace));
}

async function sendMany(send: () => Promise<unknown>, count: number): Promise<void> {
  let left = count;
  const lane = async () => {
    for (; left > 0; ) {
      left -= 1;
      await send();
    }
  };
  await Promise.all(Array.from({ length: inFlight }, lane));
}

/** What a job says, 100 bytes long. */
export const text = "The nightly report is ready. ".repeat(4).slice(0, 100);
