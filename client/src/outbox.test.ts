import { describe, expect, it } from "vitest";
import { MemoryStorage } from "../test/support/memory-storage.ts";
import { OutboxStore } from "./outbox.ts";
import type { OutboxEntry } from "./types.ts";

const entry = (clientMessageId: string, fields: Partial<OutboxEntry> = {}): OutboxEntry => ({
  room: "general",
  kind: "text",
  text: "hello",
  clientMessageId,
  at: 1,
  status: "sending",
  error: null,
  ...fields,
});

function open(storage = new MemoryStorage(), user = "aaaaaaaa") {
  const faults: unknown[] = [];
  return { storage, faults, store: new OutboxStore(storage, user, error => faults.push(error)) };
}

describe("an outbox store", () => {
  it("gives back what was put, in order", () => {
    const { store, storage } = open();
    store.put(entry("a"));
    store.put(entry("b", { status: "failed", error: { code: "forbidden", message: "no", temporary: false } }));
    store.put(entry("a", { text: "changed" }));
    expect(open(storage).store.load()).toEqual([
      entry("a", { text: "changed" }),
      entry("b", { status: "failed", error: { code: "forbidden", message: "no", temporary: false } }),
    ]);
  });

  it("leaves nothing behind when it is empty", () => {
    const { store, storage } = open();
    store.put(entry("a"));
    store.drop("a");
    expect(storage.items.size).toBe(0);
  });

  it("keeps the entries of another tab, whatever this one does", () => {
    const { store, storage } = open();
    const other = open(storage).store;
    store.put(entry("mine"));
    other.put(entry("theirs"));
    store.put(entry("mine", { text: "changed" }));
    store.drop("mine");
    expect(store.load()).toEqual([entry("theirs")]);
  });

  it("does not show one user the messages of another", () => {
    const { store, storage } = open();
    store.put(entry("a"));
    expect(open(storage, "bbbbbbbb").store.load()).toEqual([]);
  });

  it.each(["{", "null", '"text"', "[1]", '[{"room":"general"}]', JSON.stringify([entry("a", { room: "NO ROOM" })])])(
    "takes %s for a fault, and begins empty",
    stored => {
      const { store, storage, faults } = open();
      storage.setItem("hubbub:outbox:aaaaaaaa", stored);
      expect(store.load()).toEqual([]);
      expect(faults.length).toBe(1);
      store.put(entry("a"));
      expect(store.load()).toEqual([entry("a")]);
    },
  );

  it("takes a full storage for a fault, not for an end", () => {
    const { store, storage, faults } = open();
    storage.setItem = () => {
      throw new DOMException("full", "QuotaExceededError");
    };
    store.put(entry("a"));
    expect(faults.length).toBe(1);
  });
});
