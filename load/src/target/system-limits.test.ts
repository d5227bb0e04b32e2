import { describe, expect, it } from "vitest";
import { systemLimits, tooFewFiles, usualWorkers } from "./system-limits.ts";

const linux: Readonly<Record<string, string>> = {
  "/proc/self/limits":
    "Limit                     Soft Limit           Hard Limit           Units\nMax open files            20000                20000                files\n",
  "/proc/sys/net/ipv4/ip_local_port_range": "32768\t60999\n",
};
const limits = { openFiles: 20_000, ports: 28_232 };

describe("what the system allows", () => {
  it("is read where Linux tells it, and else what is usual", () => {
    expect(systemLimits(file => linux[file] ?? "")).toEqual(limits);
    expect(
      systemLimits(() => {
        throw new Error("ENOENT");
      }),
    ).toEqual({ openFiles: 10_000, ports: 16_000 });
  });

  it("makes for half as many processes as there are cores, and more for more open files", () => {
    expect(usualWorkers(1_000, 8, limits)).toBe(4);
    expect(usualWorkers(10_000, 1, limits)).toBe(1);
    expect(usualWorkers(45_000, 2, limits)).toBe(3);
  });

  it("is told with what raises it", () => {
    expect(tooFewFiles(19_800, limits)).toBeNull();
    expect(tooFewFiles(19_801, limits)).toContain('"ulimit -n 20001"');
  });
});
