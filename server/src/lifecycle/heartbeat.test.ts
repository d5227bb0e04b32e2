import { HubbubError } from "@hubbub/protocol";
import { describe, expect, it, vi } from "vitest";
import type { Beat } from "../domain/ports.ts";
import { Heartbeat } from "./heartbeat.ts";

const away = () => Promise.reject(new HubbubError("unavailable", "away"));

const standing = { connections: 0, most: 1, isDraining: false };

describe("the heartbeat", () => {
  const setUp = () => {
    const replicas = {
      beat: vi.fn(async (): Promise<Beat> => "held"),
      others: [],
      isWhole: vi.fn(async () => true),
      sweep: vi.fn(async () => 0),
      retire: vi.fn(),
    };
    const repair = vi.fn(async (_isWiped: boolean) => {});
    const telemetry = { swept: vi.fn() };
    const heartbeat = new Heartbeat({
      replicas,
      telemetry,
      now: () => 0,
      repair,
      catchUp: async () => {},
    });
    const beat = async () => {
      await heartbeat.beat(standing);
      await heartbeat.care();
    };
    return { replicas, repair, heartbeat, beat };
  };

  it("repairs nothing at its first beat, when nobody knows the replica yet", async () => {
    const { replicas, repair, heartbeat, beat } = setUp();
    replicas.beat.mockResolvedValueOnce("lost");
    await beat();
    expect(heartbeat.known).toBe(true);
    expect(repair).not.toHaveBeenCalled();
  });

  it("registers everything anew when Redis forgot the replica, and tries until that succeeded", async () => {
    const { replicas, repair, beat } = setUp();
    await beat();
    replicas.beat.mockResolvedValueOnce("lost");
    repair.mockImplementationOnce(away);
    await expect(beat()).rejects.toThrow("away");
    await beat();
    expect(repair).toHaveBeenCalledTimes(2);
    await beat();
    expect(repair).toHaveBeenCalledTimes(2);
  });

  it("makes memberships again only where Redis lost its data, and remembers that until it is done", async () => {
    const { replicas, repair, beat } = setUp();
    await beat();
    replicas.beat.mockResolvedValueOnce("wiped").mockResolvedValueOnce("lost");
    repair.mockImplementationOnce(away);
    await expect(beat()).rejects.toThrow("away");
    await beat();
    replicas.beat.mockResolvedValueOnce("lost");
    await beat();
    expect(repair.mock.calls).toEqual([[true], [true], [false]]);
  });

  it("takes Redis for whole only from the end of a repair until the next loss", async () => {
    const { replicas, repair, heartbeat, beat } = setUp();
    await beat();
    expect(await heartbeat.isWhole()).toBe(true);
    replicas.isWhole.mockResolvedValueOnce(false);
    expect(await heartbeat.isWhole()).toBe(false);
    replicas.beat.mockResolvedValueOnce("wiped");
    await heartbeat.beat(standing);
    expect(await heartbeat.isWhole()).toBe(false);
    const slow = Promise.withResolvers<void>();
    repair.mockReturnValueOnce(slow.promise);
    const care = heartbeat.care();
    expect(await heartbeat.isWhole()).toBe(false);
    slow.resolve();
    await care;
    expect(await heartbeat.isWhole()).toBe(true);
  });

  it("goes on while a repair takes its time, and repairs again what was forgotten meanwhile", async () => {
    const { replicas, repair, heartbeat } = setUp();
    await heartbeat.beat(standing);
    const slow = Promise.withResolvers<void>();
    repair.mockReturnValueOnce(slow.promise);
    replicas.beat.mockResolvedValueOnce("lost");
    await heartbeat.beat(standing);
    const care = heartbeat.care();
    replicas.beat.mockResolvedValueOnce("lost");
    await heartbeat.beat(standing);
    slow.resolve();
    await care;
    await heartbeat.care();
    expect(repair).toHaveBeenCalledTimes(2);
  });
});
