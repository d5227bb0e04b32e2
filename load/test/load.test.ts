import { mkdtemp, readFile, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { ManagedProcess, rootDir, type Stack, startStack } from "@hubbub/stack";
import { afterAll, beforeAll, describe, expect, it } from "vitest";

let dir: string;
let stack: Stack;

beforeAll(async () => {
  dir = await mkdtemp(join(tmpdir(), "hubbub-load-"));
  const deaf = join(import.meta.dirname, "support/deaf-room.ts");
  // No tick heals what the planted fault breaks.
  const env = { NODE_OPTIONS: `--import=${deaf}`, POSITION_TICK_MS: "3600000", SCRYPT_COST: "10" };
  stack = await startStack({ dir, replicas: 2, env });
});

afterAll(async () => {
  await stack?.stop();
  await rm(dir, { recursive: true, force: true });
});

/** `npm run load`, as the one who types it starts it. */
async function load(...options: string[]): Promise<ManagedProcess> {
  const known = ["--url", stack.url, "--secrets-dir", stack.secretsDir, "--metrics", stack.replicas[0]?.apiUrl ?? ""];
  const args = [join(rootDir, "load/src/main.ts"), ...known, ...options];
  return ManagedProcess.spawn({ name: "load", command: process.execPath, args, cwd: rootDir });
}

describe("simulated users", () => {
  it("come, talk, go and come back, and each has everything in the end", async () => {
    const [json, svg] = [join(dir, "load.json"), join(dir, "load.svg")];
    const crowd = ["--users", "200", "--rate", "100", "--core", "10", "--churn", "200", "--workers", "2", "--for", "3"];
    const run = await load(...crowd, "--typing", "--reading", "--json", json, "--svg", svg);
    expect(await run.exited, run.logs()).toEqual({ code: 0, signal: null });

    const { counts, audit, faults, latencies, points } = JSON.parse(await readFile(json, "utf8"));
    expect(faults).toEqual([]);
    expect(counts).toMatchObject({ connected: 200, failed: {}, refused: {}, cut: {}, ended: 0, resyncs: 0 });
    expect(counts.left).toBeGreaterThan(0);
    expect(counts.reconnected).toBe(counts.left);
    expect(counts.acked).toBe(counts.sent);
    expect(audit).toMatchObject({ lost: 0, behind: 0, absent: 0, unanswered: 0 });
    // Whatever was due came one way: live, after a return, or with the ack.
    expect(counts.delivered + counts.caughtUp + counts.acked).toBe(audit.due);
    expect(latencies.ack.count).toBe(counts.acked);
    expect(latencies.recovery.count).toBe(counts.reconnected);
    expect(latencies.delivery.p50).toBeLessThanOrEqual(latencies.delivery.p99);
    expect(points.at(-1)).toMatchObject({ replicas: [{ residentMb: expect.any(Number) }] });
    expect(await readFile(svg, "utf8")).toContain("200 simulated users");
  });

  it("notice what replicas keep to themselves", async () => {
    const run = await load(
      "--users",
      "5",
      "--rooms",
      "1",
      "--messages-per-second",
      "10",
      "--for",
      "1",
      "--settle",
      "1",
    );
    expect(await run.exited, run.logs()).toEqual({ code: 1, signal: null });
    expect(run.logs()).toMatch(/✘ \d+ of \d+ messages did not reach \d users\./);
  });

  it("sign up where there is no key, and end when they are asked to, with all that is known by then", async () => {
    const run = await load("--sign-up", "--users", "4", "--accounts", "2", "--rooms", "2", "--for", "600");
    await run.until(run.line(/ online /));
    run.tell("SIGINT");
    expect(await run.exited, run.logs()).toEqual({ code: 0, signal: null });
    expect(run.logs()).toContain("4 came in");
    expect(run.logs()).toContain("Nothing was lost.");
  });

  it("fail where a delivery takes too long, and say what is wrong with an option", async () => {
    const slow = await load("--users", "20", "--rooms", "2", "--rate", "50", "--for", "1", "--max-p99", "1");
    expect(await slow.exited, slow.logs()).toEqual({ code: 1, signal: null });
    expect(slow.logs()).toMatch(/✘ A delivery took .* ms \(p99\), and not 1 ms at most\./);
    const away = await load("--url", "http://203.0.113.9");
    expect(await away.exited).toEqual({ code: 2, signal: null });
    expect(away.logs()).toContain("which is not this machine");
  });
});
