import { HubbubError, type ReadMark } from "@hubbub/protocol";
import { beforeEach, describe, expect, it } from "vitest";
import { FakeEnvironment, settled } from "../test/support/fake-environment.ts";
import { type ReadPlace, ReadReports } from "./read-reports.ts";

const place = (room: string, seq: number): ReadPlace => ({ room, epoch: "e1", seq });

describe("how far the user has read", () => {
  let environment: FakeEnvironment;
  let posted: { place: ReadPlace; accept: () => void; refuse: (code: "unavailable" | "forbidden") => void }[];
  let online: boolean;
  let reports: ReadReports;
  let marks: string[];

  beforeEach(() => {
    environment = new FakeEnvironment();
    posted = [];
    online = true;
    marks = [];
    reports = new ReadReports({
      environment,
      isOnline: () => online,
      post: asked =>
        new Promise<ReadMark>((resolve, reject) => {
          const accept = () => resolve({ seq: asked.seq, unread: 0, position: { epoch: "e1", seq: 9 } });
          posted.push({ place: asked, accept, refuse: code => reject(new HubbubError(code, "no")) });
        }),
      onMark: (room, { seq }) => marks.push(`${room} ${seq}`),
    });
  });
  const seqs = () => posted.map(({ place: { room, seq } }) => `${room} ${seq}`);

  it("is told once for all that is read in a moment, the last place of each room", async () => {
    reports.mark(place("den", 1));
    reports.mark(place("den", 2));
    reports.mark(place("hall", 7));
    expect(posted).toEqual([]);
    await environment.pass(1_000);
    expect(seqs()).toEqual(["den 2", "hall 7"]);
    posted[0]?.accept();
    await settled();
    expect(marks).toEqual(["den 2"]);
  });

  it("is told again with the next connection", async () => {
    reports.mark(place("den", 2));
    await environment.pass(1_000);
    online = false;
    posted[0]?.refuse("unavailable");
    await environment.pass(60_000);
    expect(posted).toHaveLength(1);
    online = true;
    reports.resume();
    expect(seqs()).toEqual(["den 2", "den 2"]);
  });

  it("is told again a little later while Redis is away, but not where more was read since", async () => {
    reports.mark(place("den", 2));
    await environment.pass(1_000);
    reports.mark(place("den", 5));
    posted[0]?.refuse("unavailable");
    await environment.pass(1_000);
    expect(seqs()).toEqual(["den 2", "den 5"]);
    posted[1]?.refuse("unavailable");
    await environment.pass(5_000);
    expect(seqs()).toEqual(["den 2", "den 5", "den 5"]);
  });

  it("is not told again where the room is not the user's any more, nor for somebody else", async () => {
    reports.mark(place("den", 2));
    await environment.pass(1_000);
    posted[0]?.refuse("forbidden");
    reports.mark(place("hall", 3));
    reports.forget();
    await environment.pass(60_000);
    expect(seqs()).toEqual(["den 2"]);
    expect(environment.timers).toBe(0);
  });

  it("is forgotten with its user, also where it was being told", async () => {
    reports.mark(place("den", 2));
    await environment.pass(1_000);
    reports.forget();
    posted[0]?.refuse("unavailable");
    await environment.pass(60_000);
    reports.resume();
    expect(seqs()).toEqual(["den 2"]);
  });
});
