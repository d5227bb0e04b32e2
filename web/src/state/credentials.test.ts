import { HubbubError } from "@hubbub/protocol";
import { describe, expect, it } from "vitest";
import { checkCredentials, credentialErrors } from "./credentials.ts";

describe("checkCredentials", () => {
  it("lets through what the server would take", () => {
    expect(checkCredentials({ name: "Ada-1.x_y", password: "12345678" }, "sign-up")).toBeNull();
    expect(checkCredentials({ name: "Ö", password: "short" }, "sign-in")).toBeNull();
  });

  it("says what is wrong beside the field that it is about", () => {
    expect(Object.keys(checkCredentials({ name: "", password: "" }, "sign-in") ?? {})).toEqual(["name", "password"]);
    expect(Object.keys(checkCredentials({ name: "-ada", password: "12345678" }, "sign-up") ?? {})).toEqual(["name"]);
    expect(Object.keys(checkCredentials({ name: "ada", password: "short" }, "sign-up") ?? {})).toEqual(["password"]);
  });
});

describe("credentialErrors", () => {
  it("places each refusal", () => {
    const place = (code: HubbubError["code"]) => Object.keys(credentialErrors(new HubbubError(code, "")))[0];
    expect(place("name_taken")).toBe("name");
    expect(place("bad_credentials")).toBe("password");
    expect(place("rate_limited")).toBe("form");
    expect(place("unavailable")).toBe("form");
  });

  it("says how long to wait after too many tries", () => {
    const error = new HubbubError("rate_limited", "", { retryAfterMs: 60_000 });
    expect(credentialErrors(error).form).toContain("60 seconds");
  });
});
