import { HubbubError } from "@hubbub/protocol";
import { describe, expect, it } from "vitest";
import { NewestPages } from "./newest-pages.ts";

/** Answers one call after the other, and holds back what was asked to run later. */
function setUp(...answers: (HubbubError | null)[]) {
  const asked: string[] = [];
  const later: (() => void)[] = [];
  const join = async (room: string) => {
    asked.push(room);
    const answer = answers.shift() ?? null;
    if (answer !== null) throw answer;
  };
  const pages = new NewestPages(join, (_, run) => {
    later.push(run);
    return () => {};
  });
  return { pages, asked, later };
}

const settled = () => new Promise(resolve => setTimeout(resolve));

describe("NewestPages", () => {
  it("asks once, however often a room is wanted", async () => {
    const { pages, asked } = setUp();
    pages.want("general");
    pages.want("general");
    await settled();
    pages.want("general");
    expect(asked).toEqual(["general"]);
    expect([...pages.loaded.value]).toEqual(["general"]);
  });

  it("tries again after a failure that may pass", async () => {
    const { pages, asked, later } = setUp(new HubbubError("unavailable", ""));
    pages.want("general");
    await settled();
    expect(pages.loaded.value.size).toBe(0);
    later.shift()?.();
    await settled();
    expect(asked).toEqual(["general", "general"]);
    expect(pages.loaded.value.has("general")).toBe(true);
  });

  it("leaves a refusal at that", async () => {
    const { pages, later } = setUp(new HubbubError("forbidden", ""));
    pages.want("general");
    await settled();
    expect(later).toEqual([]);
  });
});
