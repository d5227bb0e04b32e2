import { HubbubError } from "@hubbub/protocol";
import { describe, expect, it } from "vitest";
import { parse, schemas } from "./payloads.ts";

const refusal = (work: () => unknown): HubbubError => {
  try {
    work();
  } catch (error) {
    if (error instanceof HubbubError) return error;
  }
  throw new Error("was not refused");
};

describe("the payloads of a job", () => {
  it("refuses an empty text as invalid_payload, and says which value it was", () => {
    const { code, message } = refusal(() => parse(schemas.text, "  \n", "text"));
    expect({ code, message }).toEqual({ code: "invalid_payload", message: "text is empty" });
  });

  it("refuses a text beyond the limit as too_large", () => {
    expect(refusal(() => parse(schemas.text, "x".repeat(4_001), "text")).code).toBe("too_large");
    expect(parse(schemas.text, "x".repeat(4_000), "text")).toHaveLength(4_000);
  });

  it.each([[{}], [{ users: [] }], [{ user: "ab" }], [{ user: { name: "" } }], ["all"], [{ room: "No Room" }], [null]])(
    "refuses %j as a target",
    target => {
      expect(refusal(() => parse(schemas.target, target, "target")).code).toBe("invalid_payload");
    },
  );

  it("refuses a target that names two kinds, so that nobody is forgotten", () => {
    const target = { user: { name: "ada" }, room: "general" };
    expect(refusal(() => parse(schemas.target, target, "target")).code).toBe("invalid_payload");
  });

  it("takes a notice with its text alone", () => {
    expect(parse(schemas.notice, { text: "Back at five" }, "notice")).toEqual({ kind: "info", text: "Back at five" });
  });
});
