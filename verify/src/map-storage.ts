import type { OutboxStorage } from "@hubbub/client";

/** The storage of a browser, for as long as a device lives. */
export class MapStorage extends Map<string, string> implements OutboxStorage {
  getItem(key: string): string | null {
    return this.get(key) ?? null;
  }

  setItem(key: string, value: string): void {
    this.set(key, value);
  }

  removeItem(key: string): void {
    this.delete(key);
  }
}
