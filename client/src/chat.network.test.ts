import { HubbubError, type Message } from "@hubbub/protocol";
import { describe, expect, it } from "vitest";
import { openChat, upTo } from "../test/support/open-chat.ts";
import { seededRandom, shuffled } from "../test/support/random.ts";
import { withNewer } from "./shown.ts";

describe("whatever the network does", () => {
  it.each(upTo(60))(
    "each message is told once and in order, sent once, and shown as it was changed (seed %i)",
    async seed => {
      const random = seededRandom(seed);
      const { chat, environment, replicas, told, view, online } = openChat({ seed });
      replicas.broadcasts = false;
      const lossy = () => {
        if (random() < 0.2) throw new HubbubError("unavailable", "lost");
        if (random() < 0.05) replicas.cut();
      };
      replicas.before = lossy;
      replicas.after = lossy;
      await online();
      const sent: Promise<Message>[] = [];
      for (let turn = 0; turn < 40; turn += 1) {
        if (random() < 0.3) sent.push(chat.send("general", `mine ${sent.length}`));
        const mine = view()?.messages.filter(({ user, isRemoved }) => user.id === replicas.user.id && !isRemoved) ?? [];
        const target = mine[Math.floor(random() * mine.length)]?.seq ?? 0;
        if (target > 0 && random() < 0.2) chat.edit("general", target, `edited ${turn}`).catch(() => {});
        else if (target > 0 && random() < 0.1) chat.remove("general", target).catch(() => {});
        const said = replicas.append("general", Math.floor(random() * 3));
        const heard = said.flatMap(each => (random() < 0.3 ? [] : random() < 0.3 ? [each, each] : [each]));
        for (const each of shuffled(heard, random)) replicas.broadcast("general", [each]);
        if (random() < 0.1) replicas.cut();
        await environment.pass(Math.floor(random() * 400));
      }
      replicas.before = () => {};
      replicas.after = () => {};
      await environment.pass(30_000);
      replicas.say("room:position", { room: "general", ...replicas.head("general") });
      await environment.pass(1_000);
      const log = replicas.logs.get("general")?.messages ?? [];
      expect(told).toEqual(log);
      expect(view()?.messages).toEqual(withNewer([], log));
      const mine = log.filter(({ kind, user }) => kind === "text" && user.id === replicas.user.id);
      expect(mine.map(({ text }) => text)).toEqual(sent.map((_, index) => `mine ${index}`));
      expect(await Promise.all(sent)).toEqual(mine);
    },
  );
});
