import { expect, it } from "vitest";
import { SharedReads } from "./shared-reads.ts";

function countedReads() {
  const started: PromiseWithResolvers<string>[] = [];
  const reads = new SharedReads<string>();
  const read = (key = "room") =>
    reads.read(key, () => {
      const run = Promise.withResolvers<string>();
      started.push(run);
      return run.promise;
    });
  return { started, read };
}

it("starts the first read at once", () => {
  const { started, read } = countedReads();
  void read();
  expect(started).toHaveLength(1);
});

it("gives all who ask while a read runs one read that begins after it", async () => {
  const { started, read } = countedReads();
  const first = read();
  const late = [read(), read(), read()];
  started[0]?.resolve("old");
  expect(await first).toBe("old");
  await new Promise(setImmediate);
  expect(started).toHaveLength(2);
  started[1]?.resolve("new");
  expect(await Promise.all(late)).toEqual(["new", "new", "new"]);
});

it("does not share between keys", () => {
  const { started, read } = countedReads();
  void read("a");
  void read("b");
  expect(started).toHaveLength(2);
});

it("starts anew after a read that failed, for those who waited and for those who come later", async () => {
  const { started, read } = countedReads();
  const first = read();
  const second = read();
  started[0]?.reject(new Error("away"));
  await expect(first).rejects.toThrow("away");
  await new Promise(setImmediate);
  started[1]?.resolve("back");
  expect(await second).toBe("back");
  await new Promise(setImmediate);
  void read();
  expect(started).toHaveLength(3);
});
