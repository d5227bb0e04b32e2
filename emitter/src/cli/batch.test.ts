import { HubbubError } from "@hubbub/protocol";
import { describe, expect, it } from "vitest";
import { emit, type Typed } from "../../test/cli.ts";
import { runBatch } from "../batch.ts";
import type { Emitter } from "../types.ts";

/** An emitter whose `announce` is this, and which performs batches as the real one does. */
function performing(announce: (text: string) => Promise<void> = async () => {}): Required<Pick<Typed, "emitter">> {
  const emitter: Partial<Emitter> = {
    async announce(room, text, options) {
      await announce(text);
      return { id: options?.idempotencyKey ?? "new", room, epoch: "e", seq: 1 };
    },
    batch: (calls, options) => runBatch(emitter as Emitter, calls, options),
  };
  return { emitter };
}

const announce = (text: string) => JSON.stringify({ verb: "announce", room: "general", text });
const lines = (...texts: string[]) => texts.map(text => `${text}\n`).join("");
const outcomes = (out: string) =>
  out
    .trim()
    .split("\n")
    .map(line => JSON.parse(line));

describe("hubbub-emit batch", () => {
  it("performs the calls of a file, or of standard input, and sums them up", async () => {
    const two = lines(announce("one"), "", announce("two"));
    const ofFile = await emit(["batch", "calls.ndjson"], { files: { "calls.ndjson": two }, ...performing() });
    expect(ofFile).toMatchObject({ code: 0, out: "2 done, 0 failed.\n", err: "", closed: true });
    for (const argv of [["batch"], ["batch", "-"]]) {
      expect(await emit(argv, { stdin: two, ...performing() })).toMatchObject({ code: 0, out: "2 done, 0 failed.\n" });
    }
  });

  it("tells a malformed line by its number, and goes on", async () => {
    const all = Array.from({ length: 1_000 }, (_, index) => (index === 499 ? "{" : announce(`${index}`)));
    const { code, out, err } = await emit(["batch", "--json"], { stdin: lines(...all), ...performing() });
    const failed = outcomes(out).filter(({ ok }) => !ok);
    expect(code).toBe(3);
    expect(outcomes(out)).toHaveLength(1_000);
    expect(failed).toMatchObject([{ line: 500, error: { code: "invalid_payload", temporary: false } }]);
    expect(err).toBe("hubbub-emit: 999 done, 1 failed.\n");
  });

  it("stops at the first that fails when asked", async () => {
    const said: string[] = [];
    const { code, err } = await emit(["batch", "--stop-on-error"], {
      stdin: lines(announce("one"), '{"verb":"shout"}', announce("three")),
      ...performing(async text => void said.push(text)),
    });
    expect(code).toBe(3);
    expect(said).toEqual(["one"]);
    expect(err).toMatch(/^line 2.*verb.*\nhubbub-emit: 1 done, 1 failed\.\n$/);
  });

  it("gives each line a key of its own, so that the same file again is harmless", async () => {
    const own = JSON.stringify({ verb: "announce", room: "general", text: "x", idempotencyKey: "own" });
    const stdin = lines(announce("one"), own);
    const { out } = await emit(["batch", "--json", "--idempotency-key", "night"], { stdin, ...performing() });
    expect(outcomes(out).map(({ receipt }) => receipt.id)).toEqual(["night:1", "own"]);
  });

  it("begins nothing more when Redis stays away, and says so by its exit code", async () => {
    const stdin = lines(...Array.from({ length: 2_000 }, (_, index) => announce(`${index}`)));
    const fault = new HubbubError("unavailable", "Redis did not answer in time.");
    const { code, out } = await emit(["batch", "--json"], { stdin, ...performing(() => Promise.reject(fault)) });
    expect(code).toBe(4);
    expect(outcomes(out).length).toBeLessThan(2_000);
    expect(outcomes(out).at(-1)).toMatchObject({ ok: false, error: { code: "unavailable", temporary: true } });
  });

  it("says that a file cannot be read", async () => {
    expect(await emit(["batch", "nowhere"], performing())).toMatchObject({
      code: 3,
      err: expect.stringContaining("nowhere"),
    });
  });
});
