import { describe, expect, it } from "vitest";
import { invitation } from "./invitation.ts";
import { readStartConfig } from "./settings.ts";

describe("the settings of npm start", () => {
  it("start a Redis of their own unless REDIS_URL names one", () => {
    expect(readStartConfig({}).redisUrl).toBeNull();
    expect(readStartConfig({ REDIS_URL: "" }).redisUrl).toBeNull();
    expect(readStartConfig({ REDIS_URL: "redis://elsewhere:6379" }).redisUrl).toBe("redis://elsewhere:6379");
  });

  it("name the variable that is wrong", () => {
    expect(() => readStartConfig({ REPLICAS: "0" })).toThrow("REPLICAS: must be a number from 1 to 32");
    expect(() => readStartConfig({ BALANCE: "fastest" })).toThrow("BALANCE");
    expect(() => readStartConfig({ EMITTER_PORT: "x" })).toThrow("EMITTER_PORT");
    expect(() => readStartConfig({ PRESENCE_LEASE_MS: "x" })).toThrow("PRESENCE_LEASE_MS");
  });

  it("want three different ports, or two with a Redis elsewhere", () => {
    expect(() => readStartConfig({ PORT: "8081" })).toThrow("PORT and EMITTER_PORT: must be different ports.");
    expect(() => readStartConfig({ PORT: "6380" })).toThrow("PORT and REDIS_PORT: must be different ports.");
    expect(readStartConfig({ PORT: "6380", REDIS_URL: "redis://elsewhere:6379" }).port).toBe(6380);
  });
});

describe("the invitation", () => {
  it("tells a job the variables that are not the defaults, and those only", () => {
    const config = readStartConfig({});
    expect(invitation(config, { redisUrl: "redis://127.0.0.1:6380" })).toContain("    npx hubbub-emit announce");
    const elsewhere = invitation({ ...config, keyPrefix: "other" }, { redisUrl: "redis://127.0.0.1:7000" });
    expect(elsewhere).toContain("    REDIS_URL=redis://127.0.0.1:7000 KEY_PREFIX=other npx hubbub-emit announce");
  });
});
