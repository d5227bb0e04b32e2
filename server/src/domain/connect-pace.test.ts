import type { HubbubError } from "@hubbub/protocol";
import { describe, expect, it } from "vitest";
import { ConnectPace } from "./connect-pace.ts";

function pace(most?: number) {
  const clock = { now: 1_000_000 };
  const rule = { burst: 3, perSecond: 2 };
  const of = new ConnectPace({ rule, now: () => clock.now, ...(most === undefined ? {} : { most }) });
  const take = (address: string): "let in" | number | undefined => {
    try {
      of.take(address);
      return "let in";
    } catch (error) {
      return (error as HubbubError).retryAfterMs;
    }
  };
  return { clock, take, times: (count: number, address: string) => Array.from({ length: count }, () => take(address)) };
}

describe("how fast one address may connect", () => {
  it("lets a burst in, then refuses and says when", () => {
    const { times, take } = pace();
    expect(times(4, "192.0.2.1")).toEqual(["let in", "let in", "let in", 500]);
    expect(take("192.0.2.2")).toBe("let in");
  });

  it("lets in who waited as long as it was told, and refuses who did not; a refusal costs nothing", () => {
    const { clock, times, take } = pace();
    times(50, "192.0.2.1");
    clock.now += 499;
    expect(take("192.0.2.1")).toBe(1);
    clock.now += 1;
    expect(times(2, "192.0.2.1")).toEqual(["let in", 500]);
  });

  it("knows no more than a burst of somebody who was away for long", () => {
    const { clock, times } = pace();
    times(3, "192.0.2.1");
    clock.now += 3_600_000;
    expect(times(4, "192.0.2.1")).toEqual(["let in", "let in", "let in", 500]);
  });

  it("takes a /64 of IPv6 for one address", () => {
    const { times } = pace();
    const told = ["2001:db8::1", "2001:db8::2", "2001:db8::3", "2001:db8::4"].flatMap(address => times(1, address));
    expect(told).toEqual(["let in", "let in", "let in", 500]);
  });

  it("forgets the addresses that have been away for longest where there are too many", () => {
    const { times, take } = pace(4);
    times(3, "192.0.2.1");
    times(3, "192.0.2.2");
    times(1, "192.0.2.3");
    expect(take("192.0.2.2")).toBe(500);
    expect(take("192.0.2.1")).toBe("let in");
  });
});
