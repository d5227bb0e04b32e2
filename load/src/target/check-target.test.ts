import { describe, expect, it } from "vitest";
import { checkTarget, dialled, type Surroundings } from "./check-target.ts";

const around = (names: Readonly<Record<string, readonly string[]>>): Surroundings => ({
  own: ["192.168.1.5", "fe80::5"],
  resolve: async host => names[host] ?? [],
});

const names = around({
  localhost: ["::1", "127.0.0.1"],
  chat: ["192.168.1.5"],
  elsewhere: ["203.0.113.9"],
  both: ["127.0.0.1", "203.0.113.9"],
});

describe("the target", () => {
  it.each([
    ["http://localhost:8080", "127.0.0.1"],
    ["http://127.0.0.77:8080", "127.0.0.77"],
    ["http://[::1]:8080", "::1"],
    ["http://chat:8080", "192.168.1.5"],
    ["http://0.0.0.0:8080", "0.0.0.0"],
  ])("may be this machine, by whatever name: %s", async (url, address) => {
    await expect(checkTarget(url, false, names)).resolves.toBe(address);
  });

  it.each(["http://elsewhere", "http://both:8080", "http://203.0.113.9:8080", "https://[2001:db8::1]"])(
    "is no other machine, not even in part: %s",
    async url => {
      await expect(checkTarget(url, false, names)).rejects.toThrow("which is not this machine");
    },
  );

  it("is another machine where somebody says that they may", async () => {
    await expect(checkTarget("http://elsewhere", true, names)).resolves.toBe("203.0.113.9");
  });

  it("needs an address", async () => {
    await expect(checkTarget("http://nowhere", true, names)).rejects.toThrow("nowhere has no address");
  });

  it("is dialled by its address, but by its name where TLS needs that", () => {
    expect(dialled("http://localhost:8080", "127.0.0.1")).toBe("http://127.0.0.1:8080");
    expect(dialled("http://chat", "::1")).toBe("http://[::1]:80");
    expect(dialled("https://chat:8443", "192.168.1.5")).toBe("https://chat:8443");
  });
});
