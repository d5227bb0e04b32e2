import type { Chat } from "@hubbub/client";
import type { Member, MemberPage } from "@hubbub/protocol";
import { beforeEach, expect, it } from "vitest";
import { ada, bob } from "../../test/examples.ts";
import { Members } from "./members.ts";

const member = (name: string): Member => ({ id: name.repeat(3), name, state: "online" });

let pages: ((page: MemberPage) => void)[];
let asked: { after?: string; limit?: number }[];
let muted: number[];
let timers: { ms: number; run: () => void }[];
let members: Members;

beforeEach(() => {
  [pages, asked, muted, timers] = [[], [], [], []];
  const core = {
    members: (_room: string, page: { after?: string; limit?: number } = {}) => {
      asked.push(page);
      return new Promise<MemberPage>(resolve => pages.push(resolve));
    },
    mute: async (_room: string, _user: string, until: number) => void muted.push(until),
  } as Partial<Chat> as Chat;
  const after = (ms: number, run: () => void) => {
    const timer = { ms, run };
    timers.push(timer);
    return () => {
      timers = timers.filter(other => other !== timer);
    };
  };
  members = new Members(core, "general", { now: () => 5_000, after });
});

const names = () => members.list.value?.map(({ name }) => name) ?? null;
const answer = async (...page: MemberPage[]) => {
  for (const each of page) pages.shift()?.(each);
  await Promise.resolve();
};

it("reads the list at once, and then again soon after something changed, once for many changes", async () => {
  members.refresh();
  expect(asked).toEqual([{ limit: 50 }]);
  await answer({ members: [ada, bob].map(user => ({ ...user, state: "online" })) });
  expect(names()).toEqual(["ada", "bob"]);
  members.refresh();
  members.refresh();
  expect([asked.length, timers.length]).toEqual([1, 1]);
  timers[0]?.run();
  expect(asked).toHaveLength(2);
  members.refresh();
  expect(timers).toHaveLength(1);
  members.stop();
  expect(timers).toHaveLength(0);
});

it("keeps as many members as it showed when it reads them again", async () => {
  members.refresh();
  await answer({ members: Array.from({ length: 50 }, (_, index) => member(`a${index}`)), next: "a49" });
  const more = members.loadMore();
  await answer({ members: [member("b")] });
  await more;
  expect([names()?.length, members.more.value]).toEqual([51, null]);
  void members.load();
  expect(asked.at(-1)).toEqual({ limit: 51 });
});

it("shows what was asked for last, whatever comes back first", async () => {
  void members.load();
  void members.load();
  pages[1]?.({ members: [member("new")] });
  pages[0]?.({ members: [member("old")] });
  await Promise.resolve();
  expect(names()).toEqual(["new"]);
});

it("mutes by the clock of the replicas", async () => {
  void members.mute(bob, 1_000);
  void members.mute(bob, 0);
  expect(muted).toEqual([6_000, 0]);
});
