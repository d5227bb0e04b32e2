type Listener = (...args: never[]) => void;

/** Who listens to what. A listener that throws disturbs neither the others nor the caller: its error is a `fault`. */
export class Listeners<Events extends { [Name in keyof Events]: Listener } & { fault: (error: unknown) => void }> {
  readonly #listeners = new Map<keyof Events, Set<Listener>>();

  /** The result takes the listener away again. */
  on<Name extends keyof Events>(event: Name, listener: Events[Name]): () => void {
    const known = this.#listeners.get(event) ?? new Set();
    const own: Listener = (...args) => listener(...args);
    this.#listeners.set(event, known.add(own));
    return () => known.delete(own);
  }

  emit<Name extends keyof Events>(event: Name, ...args: Parameters<Events[Name]>): void {
    for (const listener of [...(this.#listeners.get(event) ?? [])]) {
      try {
        (listener as (...args: unknown[]) => void)(...args);
      } catch (error) {
        if (event !== "fault") this.#fault(error);
      }
    }
  }

  #fault(error: unknown): void {
    this.emit("fault", ...([error] as unknown as Parameters<Events["fault"]>));
  }
}
