/**
 * Equal reads at the same time become one. A caller never gets the result of a read that began before
 * the call, because it may lack what the caller has to see: while one is under way, all newcomers share
 * the next. So there are at most two a key, however many ask.
 */
export class SharedReads<Key, Value> {
  #read: (key: Key) => Promise<Value>;
  #nameOf: (key: Key) => string;
  #current = new Map<string, Promise<unknown>>();
  #next = new Map<string, Promise<Value>>();

  constructor(nameOf: (key: Key) => string, read: (key: Key) => Promise<Value>) {
    this.#nameOf = nameOf;
    this.#read = read;
  }

  get(key: Key): Promise<Value> {
    const name = this.#nameOf(key);
    const next = this.#next.get(name);
    if (next) return next;
    const current = this.#current.get(name);
    if (!current) return this.#start(name, key);
    const waiting = current.then(() => {
      this.#next.delete(name);
      return this.#start(name, key);
    });
    this.#next.set(name, waiting);
    return waiting;
  }

  #start(name: string, key: Key): Promise<Value> {
    const reading = this.#read(key);
    const settled = reading
      .catch(() => {})
      .then(() => {
        if (this.#current.get(name) === settled) this.#current.delete(name);
      });
    this.#current.set(name, settled);
    return reading;
  }
}
