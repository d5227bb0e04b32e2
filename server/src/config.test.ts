import { describe, expect, it } from "vitest";
import { readConfig, serverSettings } from "./config.ts";

describe("readConfig", () => {
  it("needs no variable at all", () => {
    const config = readConfig({});
    expect(config).toMatchObject({
      ports: { socket: 3000, http: 3001 },
      allowedOrigins: ["self"],
      presence: { leaseMs: 10_000, beatMs: 2_000, graceMs: 4_000, listLimit: 500, unsureMs: 4_000 },
      auth: { scryptCost: 15, tokenMs: 900_000, refreshMs: 2_592_000_000 },
      store: { KEY_PREFIX: "hubbub" },
    });
    expect(config.auth.limits.failuresPerName).toEqual({ burst: 10, perSecond: 1 / 30 });
  });

  it("names each replica otherwise, unless it is given a name", () => {
    expect(readConfig({}).replica).not.toBe(readConfig({}).replica);
    expect(readConfig({ REPLICA_ID: "one" }).replica).toBe("one");
  });

  it("reads numbers, and lists with commas", () => {
    const config = readConfig({ HTTP_PORT: "4001", ALLOWED_ORIGINS: "self, https://chat.example.org" });
    expect(config.ports.http).toBe(4001);
    expect(config.allowedOrigins).toEqual(["self", "https://chat.example.org"]);
  });

  it.each([
    ["SOCKET_PORT", "http"],
    ["HTTP_PORT", "70000"],
    ["REPLICA_ID", "one replica"],
    ["ALLOWED_ORIGINS", "https://chat.example.org/"],
    ["LOG_LEVEL", "loud"],
    ["PRESENCE_BEAT_MS", "3334"],
    ["DRAIN_DELAY_MS", "10001"],
    ["MAX_CONNECTIONS", "0"],
    ["SCRYPT_COST", "32768"],
    ["REFRESH_DAYS", "0"],
    ["REDIS_URL", "http://localhost"],
  ])("refuses %s=%s and names it", (name, value) => {
    expect(() => readConfig({ [name]: value })).toThrow(name);
  });

  it("says of each variable what it means", () => {
    for (const [name, setting] of Object.entries(serverSettings.shape))
      expect(setting.description, name).toMatch(/\.$/);
  });
});
