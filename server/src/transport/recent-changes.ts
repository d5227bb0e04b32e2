/**
 * Whose rooms or session changed lately, by user id and session id. Who comes in at that moment may have read what was
 * before and not hear the news yet: a mark from before the reading tells whether to read once more.
 */
export class RecentChanges {
  readonly #remembered: number;
  readonly #last = new Map<string, number>();
  #count = 0;
  /** The count of the newest change that is not remembered any more. */
  #forgotten = 0;

  /** `remembered`: how many subjects are kept. Of changes before these it is taken for granted that they matter. */
  constructor(remembered = 10_000) {
    this.#remembered = remembered;
  }

  get mark(): number {
    return this.#count;
  }

  note(subject: string): void {
    this.#count += 1;
    this.#last.delete(subject);
    this.#last.set(subject, this.#count);
    const [oldest] = this.#last;
    if (oldest === undefined || this.#last.size <= this.#remembered) return;
    this.#last.delete(oldest[0]);
    this.#forgotten = oldest[1];
  }

  /** Changes may have been missed: all who are about to come in read once more. */
  noteAnything(): void {
    this.#count += 1;
    this.#forgotten = this.#count;
  }

  /** Whether any of these may have changed after the mark. */
  hasChangedSince(mark: number, subjects: readonly string[]): boolean {
    return this.#forgotten > mark || subjects.some(subject => (this.#last.get(subject) ?? 0) > mark);
  }
}
