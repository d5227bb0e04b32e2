import { describe, expect, it } from "vitest";
import { isAllowedOrigin } from "./origin.ts";

describe("isAllowedOrigin", () => {
  it("lets in what no page sent", () => {
    expect(isAllowedOrigin(undefined, "chat.example.org", [])).toBe(true);
  });

  it("lets in pages of the host that was asked, where `self` is allowed", () => {
    expect(isAllowedOrigin("http://localhost:8080", "localhost:8080", ["self"])).toBe(true);
    expect(isAllowedOrigin("https://chat.example.org", "Chat.Example.Org", ["self"])).toBe(true);
    expect(isAllowedOrigin("http://localhost:8080", "localhost:8080", ["https://chat.example.org"])).toBe(false);
  });

  it("lets in the origins that are listed, and no lookalikes of them", () => {
    const allowed = ["https://chat.example.org"];
    expect(isAllowedOrigin("https://chat.example.org", "10.0.0.1:3001", allowed)).toBe(true);
    expect(isAllowedOrigin("http://chat.example.org", "10.0.0.1:3001", allowed)).toBe(false);
    expect(isAllowedOrigin("https://chat.example.org.evil.test", "10.0.0.1:3001", allowed)).toBe(false);
  });

  it.each(["null", "", "self", "http://evil.test", "http://localhost:8081"])("refuses %j", origin => {
    expect(isAllowedOrigin(origin, "localhost:8080", ["self"])).toBe(false);
  });

  it("refuses every page where the request names no host", () => {
    expect(isAllowedOrigin("http://localhost", undefined, ["self"])).toBe(false);
  });
});
