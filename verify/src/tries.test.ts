import { describe, expect, it } from "vitest";
import { historyOf, studio } from "../test/support/tapes.ts";
import { mostTries } from "./tries.ts";

const { tape } = studio();
const ada = () => tape("ada").does("tried").online();

describe("the tries of a return", () => {
  it("are counted from the loss, each return by itself", () => {
    const twice = ada().does("lost").does("tried").online().does("lost").does("tried").does("tried").online();
    expect(mostTries(historyOf(ada().does("lost").does("tried").online(), twice))).toBe(2);
  });

  it("count also where nobody came back, or was there for a moment", () => {
    expect(mostTries(historyOf(ada().does("lost").does("tried").does("tried").does("tried")))).toBe(3);
    expect(mostTries(historyOf(ada().does("lost")))).toBe(0);
  });

  it("are nobody's who lost no connection, and not those of a page that is opened anew", () => {
    expect(mostTries(historyOf(ada(), ada().does("closed").does("tried").online()))).toBeNull();
  });
});
