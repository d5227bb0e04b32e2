import { microseconds, stampAt, stamped } from "./clock.ts";
import { type Dialect, type Guest, marker } from "./dialects.ts";
import { Line } from "./line.ts";

/** What the clients of one crowd count together. */
export interface Counts {
  sent: number;
  acked: number;
  delivered: number;
  ackMs: number[];
  deliveryMs: number[];
}

const ping = Buffer.from("2");
const markerByte = marker.charCodeAt(0);

/** One client of the crowd: enters, counts, and speaks when it is told to. */
export class Client {
  readonly #dialect: Dialect;
  readonly #port: number;
  readonly #counts: Counts;
  readonly #timed: boolean;
  readonly #underWay = new Map<number, number>();
  readonly guest: Guest;
  #line: Line | null = null;
  #nextId = 1;

  /** `timed`: the times of its deliveries are kept. */
  constructor(dialect: Dialect, port: number, token: string | null, counts: Counts, timed: boolean) {
    this.#dialect = dialect;
    this.#port = port;
    this.#counts = counts;
    this.#timed = timed;
    this.guest = { token, position: null, missed: 0 };
  }

  /** Resolves when the server has let it in, and given it what it missed. */
  enter(): Promise<void> {
    return new Promise((resolve, reject) => {
      let entered = false;
      const step = (frame: string | null) => {
        const next = this.#dialect.enter(frame, this.guest);
        if (next.say !== undefined) line.send(next.say);
        if (next.entered) {
          entered = true;
          resolve();
        }
      };
      const line = new Line({
        port: this.#port,
        path: this.#dialect.path,
        onOpen: () => step(null),
        onFrame: frame => (entered ? this.#hear(frame) : step(String(frame))),
        onEnd: error => {
          if (entered) throw error;
          reject(error);
        },
      });
      this.#line = line;
    });
  }

  speak(): void {
    const id = this.#nextId++;
    const at = microseconds();
    this.#underWay.set(id, at);
    this.#counts.sent += 1;
    this.#line?.send(this.#dialect.send(id, stamped(marker, at)));
  }

  drop(): void {
    this.#line?.drop();
    this.#line = null;
    this.#underWay.clear();
  }

  #hear(frame: Buffer): void {
    if (frame.equals(ping)) {
      this.#line?.send("3");
      return;
    }
    const acked = this.#dialect.ackOf(frame);
    if (acked === null) this.#count(frame);
    else this.#acked(acked);
  }

  #count(frame: Buffer): void {
    for (let at = frame.indexOf(markerByte); at >= 0; at = frame.indexOf(markerByte, at + 1)) {
      this.#counts.delivered += 1;
      if (this.#timed) this.#counts.deliveryMs.push((microseconds() - stampAt(frame, at)) / 1_000);
    }
  }

  #acked(id: number): void {
    const at = this.#underWay.get(id);
    if (at === undefined) return;
    this.#underWay.delete(id);
    this.#counts.acked += 1;
    this.#counts.ackMs.push((microseconds() - at) / 1_000);
  }
}
