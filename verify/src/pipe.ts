import type { Socket } from "node:net";

/** What a line does to the bytes on it. Nothing set: it passes them on at once. */
export interface Weather {
  /** Each byte arrives so much later, in ms; they keep their order. */
  readonly delayMs?: number;
  /** In each direction. */
  readonly bytesPerSecond?: number;
  /** Passes nothing on, but forgets nothing: it goes when the weather turns. */
  readonly hold?: boolean;
  /** Passes nothing on and forgets it: the peers think that the line is fine. */
  readonly swallow?: boolean;
}

/** Both directions of one connection. When one end closes, so does the other, after what it still has to say. */
export class Pipe {
  readonly #near: Socket;
  readonly #far: Socket;
  readonly #ways: readonly Way[];

  constructor(near: Socket, far: Socket, weather: Weather, onEnd: () => void) {
    this.#near = near;
    this.#far = far;
    this.#ways = [new Way(near, far, weather), new Way(far, near, weather)];
    for (const [end, other] of [[near, far] as const, [far, near] as const]) {
      end.setNoDelay(true);
      end.on("error", () => end.destroy());
      end.on("close", () => {
        other.destroySoon();
        onEnd();
      });
    }
  }

  turn(weather: Weather): void {
    if (this.#ways.some(way => way.hasLost)) this.cut();
    for (const way of this.#ways) way.turn(weather);
  }

  cut(): void {
    for (const way of this.#ways) way.stop();
    for (const end of [this.#near, this.#far]) end.resetAndDestroy();
  }
}

/** Beyond this many bytes on the way, the sender has to wait. */
const capacity = 256 * 1024;

class Way {
  readonly #from: Socket;
  readonly #to: Socket;
  readonly #queue: { readonly bytes: Buffer; readonly due: number }[] = [];
  #queued = 0;
  #weather: Weather;
  #timer: NodeJS.Timeout | undefined;
  /** Until when the line is busy with what it sent before. */
  #busyUntil = 0;
  hasLost = false;

  constructor(from: Socket, to: Socket, weather: Weather) {
    this.#from = from;
    this.#to = to;
    this.#weather = weather;
    from.on("data", bytes => this.#take(bytes));
    from.on("end", () => this.#queue.length === 0 && to.end());
    to.on("drain", () => this.#pass());
  }

  turn(weather: Weather): void {
    this.#weather = weather;
    this.#pass();
  }

  stop(): void {
    clearTimeout(this.#timer);
    this.#queue.length = 0;
  }

  #take(bytes: Buffer): void {
    const { swallow, delayMs = 0 } = this.#weather;
    if (swallow) {
      this.hasLost = true;
      return;
    }
    this.#queue.push({ bytes, due: performance.now() + delayMs });
    this.#queued += bytes.length;
    if (this.#queued > capacity) this.#from.pause();
    this.#pass();
  }

  /** Passes on what is due, and comes back for the rest. */
  #pass(): void {
    clearTimeout(this.#timer);
    const { hold, bytesPerSecond } = this.#weather;
    while (!hold && !this.#to.destroyed && !this.#to.writableNeedDrain) {
      const [next] = this.#queue;
      if (next === undefined) break;
      const wait = Math.max(next.due, this.#busyUntil) - performance.now();
      if (wait > 0) {
        this.#timer = setTimeout(() => this.#pass(), Math.ceil(wait));
        return;
      }
      this.#queue.shift();
      this.#queued -= next.bytes.length;
      if (bytesPerSecond) this.#busyUntil = performance.now() + (next.bytes.length / bytesPerSecond) * 1_000;
      this.#to.write(next.bytes);
    }
    if (this.#queued <= capacity) this.#from.resume();
    if (this.#queue.length === 0 && this.#from.readableEnded) this.#to.end();
  }
}
