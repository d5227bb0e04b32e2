import type { ChatEvents } from "@hubbub/client";
import { signal } from "@preact/signals";
import { expect, it } from "vitest";
import { ada, said } from "../../test/examples.ts";
import { News } from "./news.ts";

it("tells what others say in the open room, and the same words as often as they are said", () => {
  let tell: ChatEvents["messages"] = () => {};
  const chat = {
    on: (_name: string, listener: unknown) => {
      tell = listener as typeof tell;
      return () => {};
    },
  };
  const news = new News(chat, ada, signal("general"));
  tell("general", "e", [said(1, { text: "ok" })]);
  const first = news.said.value;
  expect(first.text).toBe("bob: ok");
  tell("other", "e", [said(1, { text: "elsewhere" })]);
  tell("general", "e", [said(2, { text: "mine", user: ada })]);
  expect(news.said.value).toBe(first);
  tell("general", "e", [said(3, { text: "ok" })]);
  expect(news.said.value.text).toBe("bob: ok");
  expect(news.said.value.count).not.toBe(first.count);
});
