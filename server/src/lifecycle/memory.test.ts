import { execFileSync } from "node:child_process";
import { expect, it, vi } from "vitest";
import { tendMemory } from "./memory.ts";

/** What is due, and when. */
function setUp() {
  const due: { ms: number; run: () => void }[] = [];
  const after = (ms: number, run: () => void) => {
    due.push({ ms, run });
    return () => {};
  };
  const setFlag = vi.fn<(flag: string) => void>();
  const allocate = vi.fn();
  let connected = 0;
  tendMemory({ connections: () => connected, clock: { now: () => 0, after }, setFlag, allocate });
  const pass = (ms: number) => {
    for (const timer of due.splice(0)) {
      if (timer.ms <= ms) timer.run();
      else due.push(timer);
    }
  };
  const connect = (many: number) => {
    connected = many;
  };
  return { setFlag, allocate, pass, connect };
}

it("has memory given back while somebody is connected, and what is known of the code kept while nobody is", () => {
  const { setFlag, pass, connect } = setUp();
  expect(setFlag).toHaveBeenLastCalledWith("--no-memory-reducer-favors-memory");
  connect(1);
  pass(2_000);
  expect(setFlag).toHaveBeenLastCalledWith("--memory-reducer-favors-memory");
  connect(0);
  pass(2_000);
  expect(setFlag).toHaveBeenLastCalledWith("--no-memory-reducer-favors-memory");
});

it("keeps the reducer awake", () => {
  const { allocate, pass } = setUp();
  pass(60_000);
  pass(60_000);
  expect(allocate).toHaveBeenCalledTimes(3);
});

it("sets flags that this version of V8 has", () => {
  const { setFlag, pass, connect } = setUp();
  connect(1);
  pass(2_000);
  const options = execFileSync(process.execPath, ["--v8-options"], { encoding: "utf8" });
  const names = setFlag.mock.calls.map(([flag]) => flag.replace(/^--(no-)?/, "").replace(/=.*/, ""));
  expect(names.length).toBeGreaterThan(3);
  for (const name of names) expect(options).toContain(`--${name} (`);
});
