import { describe, expect, it } from "vitest";
import { locate, whereIs } from "./location.ts";

describe("where Redis is", () => {
  it.each([
    ["redis://localhost", { host: "localhost", port: 6379, db: 0 }],
    ["redis://127.0.0.1:6380/", { host: "127.0.0.1", port: 6380, db: 0 }],
    ["redis://[::1]:6379/3", { host: "::1", port: 6379, db: 3 }],
    [
      "redis://ada:p%40ss@redis.example/2",
      { host: "redis.example", port: 6379, db: 2, username: "ada", password: "p@ss" },
    ],
    ["rediss://:secret@redis.example:6390", { host: "redis.example", port: 6390, db: 0, password: "secret", tls: {} }],
  ])("one server: %s", (url, options) => {
    expect(locate(url)).toMatchObject({ kind: "single", options });
  });

  it("a cluster, by some of its nodes", () => {
    expect(locate("redis+cluster://:secret@a:7000,b:7001")).toEqual({
      kind: "cluster",
      nodes: [
        { host: "a", port: 7000 },
        { host: "b", port: 7001 },
      ],
      options: { password: "secret" },
    });
  });

  it("the master that sentinels name", () => {
    expect(locate("redis+sentinel://a:5000,b/main/1")).toMatchObject({
      kind: "sentinel",
      options: {
        name: "main",
        db: 1,
        sentinels: [
          { host: "a", port: 5000 },
          { host: "b", port: 26_379 },
        ],
      },
    });
  });

  it.each([
    "",
    "http://localhost",
    "redis://",
    "redis://a:1,b:2",
    "redis://a:99999",
    "redis://a/b",
    "redis+cluster://a:1/2",
    "redis+sentinel://a:1,b:2",
    "redis+sentinel://a:1,,b:2/main",
  ])("nowhere: %s", url => {
    expect(locate(url)).toBeNull();
  });

  it("is told without what is secret", () => {
    expect(whereIs("redis+sentinel://ada:secret@a:5000,[::1]:5001/main")).toBe("a:5000, [::1]:5001");
  });
});
