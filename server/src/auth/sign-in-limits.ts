import { accountKey } from "@hubbub/protocol/schemas";
import type { RateLimiter, RateRule } from "../domain/ports.ts";

export interface SignInRules {
  readonly failuresPerName: RateRule;
  readonly failuresPerAddress: RateRule;
  readonly signUpsPerAddress: RateRule;
}

/** How often somebody may guess. Every method rejects with `rate_limited` when that was too often. */
export class SignInLimits {
  readonly #limiter: RateLimiter;
  readonly #rules: SignInRules;
  readonly #now: () => number;

  constructor(options: { limiter: RateLimiter; rules: SignInRules; now: () => number }) {
    this.#limiter = options.limiter;
    this.#rules = options.rules;
    this.#now = options.now;
  }

  /** Whether one more guess is allowed; counts nothing. */
  async check(name: string, address: string): Promise<void> {
    await Promise.all(
      this.#failures(name, address).map(([bucket, rule]) => this.#limiter.peek(bucket, rule, this.#now())),
    );
  }

  async countFailure(name: string, address: string): Promise<void> {
    await Promise.all(
      this.#failures(name, address).map(([bucket, rule]) => this.#limiter.take(bucket, rule, this.#now())),
    );
  }

  async countSignUp(address: string): Promise<void> {
    await this.#limiter.take(`sign-up:address:${address}`, this.#rules.signUpsPerAddress, this.#now());
  }

  #failures(name: string, address: string): [bucket: string, rule: RateRule][] {
    return [
      [`sign-in:name:${accountKey(name)}`, this.#rules.failuresPerName],
      [`sign-in:address:${address}`, this.#rules.failuresPerAddress],
    ];
  }
}
