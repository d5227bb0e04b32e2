import { describe, expect, it } from "vitest";
import { linkify } from "./links.ts";

const links = (text: string) => linkify(text).flatMap(({ href }) => href ?? []);

describe("linkify", () => {
  it("leaves text without links in one piece", () => {
    expect(linkify("just <b>words</b>")).toEqual([{ text: "just <b>words</b>" }]);
  });

  it("cuts a link out of its sentence", () => {
    expect(linkify("see https://example.org/a?b=c#d, please")).toEqual([
      { text: "see " },
      { text: "https://example.org/a?b=c#d", href: "https://example.org/a?b=c#d" },
      { text: ", please" },
    ]);
  });

  it("keeps a bracket that the link itself opened", () => {
    expect(links("(https://example.org/Foo_(bar))")).toEqual(["https://example.org/Foo_(bar)"]);
  });

  it("links http and https only", () => {
    expect(links("javascript:alert(1) data:text/html,x ftp://example.org file:///etc/passwd")).toEqual([]);
  });

  it("does not link what is no address", () => {
    expect(links("http:// https://[ https://:80")).toEqual([]);
  });

  it("loses no character", () => {
    const text = "a https://example.org.\n\nb http://x.test!! https://y.test/(z c";
    expect(
      linkify(text)
        .map(segment => segment.text)
        .join(""),
    ).toBe(text);
  });
});
