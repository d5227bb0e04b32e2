import type { OutboxStorage } from "@hubbub/client";

/** `localStorage`, or memory where the browser forbids it. */
export function browserStorage(): OutboxStorage {
  try {
    localStorage.getItem("hubbub");
    return forgiving(localStorage);
  } catch {
    return memoryStorage();
  }
}

/** A full disk must not end a conversation: what cannot be written is not remembered. */
const forgiving = (storage: Storage): OutboxStorage => ({
  getItem: key => storage.getItem(key),
  removeItem: key => storage.removeItem(key),
  setItem: (key, value) => {
    try {
      storage.setItem(key, value);
    } catch {
      storage.removeItem(key);
    }
  },
});

function memoryStorage(): OutboxStorage {
  const items = new Map<string, string>();
  return {
    getItem: key => items.get(key) ?? null,
    setItem: (key, value) => void items.set(key, value),
    removeItem: key => void items.delete(key),
  };
}
