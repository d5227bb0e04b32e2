import { describe, expect, it } from "vitest";
import type { RequestName } from "./events.ts";
import { requestSchemas } from "./schemas.ts";

const parse = (name: RequestName, payload: unknown) => requestSchemas[name].safeParse(payload);
const user = "adaadaada";
const room = "den";

describe("a request about rooms and people", () => {
  it.each<[RequestName, object]>([
    ["room:create", { room, kind: "private", title: "Öl & 🍞".repeat(10) }],
    ["room:create", { room, kind: "public" }],
    ["room:change", { room, owner: user }],
    ["room:invite", { room, user }],
    ["room:invite", { room, name: "Ada" }],
    ["room:mute", { room, user, until: 0 }],
    ["room:members", { room, limit: 200, after: "ada\tadaadaada\tAda" }],
    ["people:find", { prefix: "a", limit: 50 }],
  ])("is taken: %s %j", (name, payload) => {
    expect(parse(name, payload).success).toBe(true);
  });

  it.each<[RequestName, object]>([
    ["room:create", { room, kind: "direct" }],
    ["room:create", { room: "dm:adaadaada:bobbobbob", kind: "private" }],
    ["room:create", { room, kind: "private", title: " \n" }],
    ["room:create", { room, kind: "private", title: "two\tnames" }],
    ["room:create", { room, kind: "private", title: "half \ud83d" }],
    ["room:change", { room }],
    ["room:invite", { room }],
    ["room:mute", { room, user, until: -1 }],
    ["room:mute", { room, user, until: 1e16 }],
    ["room:members", { room, limit: 201 }],
    ["people:find", { prefix: "  ", limit: 5 }],
    ["rooms:find", { prefix: "a", limit: 0 }],
  ])("is refused: %s %j", (name, payload) => {
    expect(parse(name, payload).success).toBe(false);
  });

  it("has titles of at most 80 characters, without white space around them", () => {
    expect(parse("room:change", { room, title: "🍞".repeat(80) }).success).toBe(true);
    expect(parse("room:change", { room, title: "🍞".repeat(81) }).error?.issues[0]).toMatchObject({
      params: { code: "too_large" },
    });
    expect(parse("room:change", { room, title: "  The den " }).data).toEqual({ room, title: "The den" });
  });
});
