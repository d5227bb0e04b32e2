import { randomBytes, type ScryptOptions, scrypt, timingSafeEqual } from "node:crypto";
import { promisify } from "node:util";
import { HubbubError } from "@hubbub/protocol";
import pLimit, { type LimitFunction } from "p-limit";

const derive = promisify<string, Buffer, number, ScryptOptions, Buffer>(scrypt);

const blockSize = 8;
const parallelism = 3;
const saltBytes = 16;
const hashBytes = 32;

export interface PasswordLimits {
  /** A run fills 32 MiB at the usual cost, and a thread of libuv's four; two leave room for everything else. */
  readonly runsAtOnce: number;
  /** Beyond this the last in the queue would wait for minutes, long after the visitor gave up. */
  readonly longestQueue: number;
}

/** Passwords as `scrypt$N$r$p$salt$hash`, base64url: each hash says how it was made, so the cost can grow. */
export class Passwords {
  readonly #cost: number;
  readonly #runs: LimitFunction;
  readonly #longestQueue: number;
  readonly #hashOfNobody: string;

  /** `cost` is the power of two that is scrypt's N. */
  constructor(cost: number, limits: PasswordLimits = { runsAtOnce: 2, longestQueue: 500 }) {
    this.#cost = 2 ** cost;
    this.#runs = pLimit(limits.runsAtOnce);
    this.#longestQueue = limits.longestQueue;
    this.#hashOfNobody = this.#format(randomBytes(saltBytes), randomBytes(hashBytes));
  }

  async hash(password: string): Promise<string> {
    const salt = randomBytes(saltBytes);
    return this.#format(salt, await this.#run(password, salt, this.#cost, blockSize, parallelism));
  }

  /** False where `stored` is null, after the same work as for any other wrong password. */
  async verify(password: string, stored: string | null): Promise<boolean> {
    const [scheme, cost, r, p, salt, hash] = (stored ?? this.#hashOfNobody).split("$");
    if (scheme !== "scrypt" || salt === undefined || hash === undefined) throw new Error("An unknown kind of hash");
    const actual = await this.#run(password, Buffer.from(salt, "base64url"), Number(cost), Number(r), Number(p));
    const expected = Buffer.from(hash, "base64url");
    return actual.length === expected.length && timingSafeEqual(actual, expected);
  }

  #format(salt: Buffer, hash: Buffer): string {
    const encoded = [salt, hash].map(bytes => bytes.toString("base64url"));
    return ["scrypt", this.#cost, blockSize, parallelism, ...encoded].join("$");
  }

  #run(password: string, salt: Buffer, N: number, r: number, p: number): Promise<Buffer> {
    if (this.#runs.pendingCount >= this.#longestQueue) {
      throw new HubbubError("unavailable", "Too many people sign in at this moment.", { retryAfterMs: 5_000 });
    }
    // The same letters typed on another system may come as other code points.
    const normal = password.normalize("NFKC");
    return this.#runs(() => derive(normal, salt, hashBytes, { N, r, p, maxmem: 256 * N * r }));
  }
}
