interface Turn<Result> {
  readonly running: Promise<Result>;
  next?: Promise<Result>;
}

/**
 * Shares equal reads. A caller never gets a read that began before it asked: what happened between
 * that read and the asking would be missed. So while one read runs, all who come share the next one.
 */
export class SharedReads<Result> {
  readonly #turns = new Map<string, Turn<Result>>();

  read(key: string, start: () => Promise<Result>): Promise<Result> {
    const turn = this.#turns.get(key);
    if (turn === undefined) return this.#start(key, start);
    turn.next ??= turn.running.then(
      () => this.#start(key, start),
      () => this.#start(key, start),
    );
    return turn.next;
  }

  #start(key: string, start: () => Promise<Result>): Promise<Result> {
    const turn: Turn<Result> = { running: start() };
    this.#turns.set(key, turn);
    const end = () => {
      if (turn.next === undefined) this.#turns.delete(key);
    };
    turn.running.then(end, end);
    return turn.running;
  }
}
