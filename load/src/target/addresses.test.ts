import { describe, expect, it } from "vitest";
import { checkAddresses, readAddresses, usualAddresses } from "./addresses.ts";

describe("source addresses", () => {
  it("are a list of addresses and ranges", () => {
    expect(readAddresses("127.0.0.254-127.0.1.1, 10.0.0.5")).toEqual([
      ...["127.0.0.254", "127.0.0.255", "127.0.1.0", "127.0.1.1"],
      "10.0.0.5",
    ]);
    expect(readAddresses("127.0.0.2,127.0.0.2")).toEqual(["127.0.0.2"]);
  });

  it.each(["", "localhost", "127.0.0.9-127.0.0.2", "127.0.0.1-127.9.0.1", "::1"])("are not %j", list => {
    expect(() => readAddresses(list)).toThrow("--addresses");
  });

  it("are more than one only for many users on the loopback of Linux", () => {
    expect(usualAddresses(10_000, true, "linux")).toEqual([]);
    expect(usualAddresses(20_001, true, "linux")).toEqual(["127.0.0.2", "127.0.0.3", "127.0.0.4"]);
    expect(usualAddresses(20_001, true, "darwin")).toEqual([]);
    expect(usualAddresses(20_001, false, "linux")).toEqual([]);
  });

  it("are this machine's", async () => {
    await expect(checkAddresses(["127.0.0.1"], 10, 28_000)).resolves.toBeUndefined();
    await expect(checkAddresses(["203.0.113.9"], 10, 28_000)).rejects.toThrow("203.0.113.9 is not this machine's");
  });

  it("have a port for everybody, or it is said how many it takes", async () => {
    await expect(checkAddresses([], 60_000, 28_000)).rejects.toThrow("--addresses 127.0.0.2-127.0.0.4");
    await expect(checkAddresses(["127.0.0.1"], 28_001, 28_000)).rejects.toThrow("has 28000 ports");
  });
});
