import { describe, expect, it } from "vitest";
import { addressBlock, clientAddress } from "./address.ts";

describe("the address of a client", () => {
  it.each([
    ["nobody in front", "192.0.2.1", "198.51.100.7", 0, "192.0.2.1"],
    ["one proxy", "127.0.0.1", "198.51.100.7", 1, "198.51.100.7"],
    ["one proxy, and a client that makes up another", "127.0.0.1", "203.0.113.9, 198.51.100.7", 1, "198.51.100.7"],
    ["two proxies", "127.0.0.1", "198.51.100.7, 10.0.0.1", 2, "198.51.100.7"],
    ["a proxy that says nothing", "127.0.0.1", undefined, 1, "127.0.0.1"],
    ["more trust than proxies", "127.0.0.1", "198.51.100.7", 5, "198.51.100.7"],
  ])("behind %s", (_, remote, forwardedFor, trusted, address) => {
    expect(clientAddress(remote, forwardedFor, trusted)).toBe(address);
  });
});

describe("what an address stands for", () => {
  it.each([
    ["192.0.2.1", "192.0.2.1"],
    ["::ffff:192.0.2.1", "192.0.2.1"],
    ["2001:db8:0:1:a:b:c:d", "2001:db8:0:1::/64"],
    ["2001:0DB8::1:2:3:4:5", "2001:db8:0:1::/64"],
    ["2001:db8::1", "2001:db8:0:0::/64"],
    ["2001:db8:0:1::", "2001:db8:0:1::/64"],
    ["::1", "0:0:0:0::/64"],
    ["fe80::1%eth0", "fe80:0:0:0::/64"],
    ["", ""],
  ])("%s", (address, block) => {
    expect(addressBlock(address)).toBe(block);
  });

  it("takes little room, whatever it is", () => {
    expect(addressBlock("x".repeat(10_000))).toHaveLength(45);
    expect(addressBlock("f".repeat(10_000).replaceAll("ffff", "ffff:")).length).toBeLessThan(46);
  });
});
