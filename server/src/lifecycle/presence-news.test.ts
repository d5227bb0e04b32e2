import { beforeEach, describe, expect, it, vi } from "vitest";
import { listLimit, setUp } from "../../test/fake-presence.ts";

beforeEach(() => {
  vi.useFakeTimers();
  return () => vi.useRealTimers();
});

const pass = (ms: number) => vi.advanceTimersByTimeAsync(ms);

describe("a room", () => {
  it("is told of a change at once, and then once a second of all that followed", async () => {
    const { news, come, go, told, ids } = setUp();
    come("ada");
    news.changed("den");
    await pass(0);
    expect(ids(told[0])).toEqual(["ada"]);
    for (const id of ["bob", "cleo"]) {
      come(id);
      news.changed("den");
      await pass(300);
    }
    go("bob");
    news.changed("den");
    await pass(399);
    expect(told.length).toBe(1);
    await pass(1);
    expect(told.length).toBe(2);
    expect(ids(told[1])).toEqual(["cleo"]);
    await pass(60_000);
    expect(told.length).toBe(2);
  });

  it("is told of changes on other replicas", async () => {
    const { news, come, told } = setUp();
    come("ada");
    news.changedElsewhere(["den", "another"]);
    await pass(0);
    expect(told).toMatchObject([{ room: "den" }]);
  });

  it("that nobody here hears costs nothing", async () => {
    const { news, read, heard } = setUp();
    news.changed("den");
    await pass(0);
    heard.clear();
    news.changed("den");
    await pass(60_000);
    news.refresh();
    await pass(60_000);
    expect(read).toHaveBeenCalledTimes(1);
  });

  it("is told once Redis is back, of all that happened meanwhile", async () => {
    const { news, come, leave, comeBack, told, ids } = setUp();
    leave();
    come("ada");
    news.changed("den");
    await pass(5_500);
    expect(told).toEqual([]);
    comeBack();
    await pass(1_000);
    expect(ids(told[0])).toEqual(["ada"]);
  });

  it("hears in the end of a change whose news was lost", async () => {
    const { news, come, told, ids } = setUp();
    news.changed("den");
    await pass(0);
    come("ada");
    await pass(60_000);
    expect(told).toEqual([]);
    news.refresh();
    await pass(0);
    expect(ids(told[0])).toEqual(["ada"]);
  });

  it("does not flicker when Redis loses its data, and lets go after a while of those who are really gone", async () => {
    const { news, come, told, wipe } = setUp();
    for (const id of ["ada", "bob"]) come(id);
    news.changed("den");
    await pass(2_000);
    wipe();
    come("ada");
    news.changed("den");
    await pass(3_999);
    expect(told.length).toBe(1);
    await pass(1);
    expect(told[1]).toMatchObject({ online: [], offline: [{ id: "bob" }], count: 1 });
  });
});

describe("other replicas", () => {
  it("are told of the rooms that changed here, gathered", async () => {
    const { news, tellReplicas } = setUp();
    for (const room of ["den", "hall", "den"]) news.changed(room);
    await pass(100);
    expect(tellReplicas).toHaveBeenCalledExactlyOnceWith(["den", "hall"]);
    news.changedElsewhere(["den"]);
    await pass(1_000);
    expect(tellReplicas).toHaveBeenCalledOnce();
  });

  it("are told before this one ends, and it asks no more", async () => {
    const { news, tellReplicas, read } = setUp();
    news.changed("den");
    await pass(0);
    news.changed("den");
    news.stop();
    expect(tellReplicas).toHaveBeenCalledExactlyOnceWith(["den"]);
    await pass(10_000);
    expect(read).toHaveBeenCalledOnce();
  });
});

describe("a snapshot", () => {
  it("of a room at rest is what was told, without a question to Redis", async () => {
    const { news, come, read } = setUp();
    come("ada");
    expect(await news.snapshot("den")).toMatchObject({ count: 1 });
    expect(await news.snapshot("den")).toMatchObject({ online: [{ id: "ada" }], count: 1 });
    expect(read).toHaveBeenCalledOnce();
  });

  it("of a room in motion is read once for all who ask before the next packet, which tells the rest", async () => {
    const { news, come, read, told, ids } = setUp();
    news.changed("den");
    await pass(0);
    come("ada");
    news.changed("den");
    const [first, second] = await Promise.all([news.snapshot("den"), news.snapshot("den")]);
    expect([first.count, second.count]).toEqual([1, 1]);
    come("bob");
    news.changed("den");
    expect((await news.snapshot("den")).count).toBe(1);
    expect(read).toHaveBeenCalledTimes(2);
    await pass(1_000);
    expect(ids(told[0])).toEqual(["ada", "bob"]);
    expect((await news.snapshot("den")).count).toBe(2);
  });

  it("that was read ahead is put right where it did not last until the packet", async () => {
    const { news, come, go, turnAway, told } = setUp();
    for (const id of ["ada", "bob"]) come(id);
    news.changed("den");
    await pass(0);
    turnAway("ada");
    come("eve");
    go("bob");
    news.changed("den");
    const ahead = await news.snapshot("den");
    expect(ahead.online).toMatchObject([{ id: "ada", away: true }, { id: "eve" }]);
    for (const id of ["ada", "bob"]) come(id);
    go("eve");
    await pass(1_000);
    const everybody = [
      { id: "ada", name: "ada" },
      { id: "bob", name: "bob" },
    ];
    expect(told.slice(1)).toEqual([
      { room: "den", online: everybody, offline: [{ id: "eve", lastSeen: Date.now() }], count: 2 },
    ]);
    news.refresh();
    await pass(1_000);
    expect(told.length).toBe(2);
  });

  it("that was read ahead is put right by the first packet after an absence of Redis", async () => {
    const { news, come, go, leave, comeBack, told } = setUp();
    news.changed("den");
    await pass(0);
    come("eve");
    news.changed("den");
    await news.snapshot("den");
    leave();
    await pass(3_000);
    go("eve");
    comeBack();
    await pass(1_000);
    expect(told).toMatchObject([{ online: [], offline: [{ id: "eve" }], count: 0 }]);
  });

  it("is refused while Redis is away, unless it is known", async () => {
    const { news, leave, comeBack } = setUp();
    leave();
    await expect(news.snapshot("den")).rejects.toMatchObject({ code: "unavailable" });
    comeBack();
    await pass(1_000);
    leave();
    expect(await news.snapshot("den")).toEqual({ online: [], count: 0 });
  });

  it("only counts very many, until clearly fewer are left", async () => {
    const { news, come, go, asked, told } = setUp();
    const crowd = Array.from({ length: listLimit + 1 }, (_, n) => `u${n}`);
    for (const id of crowd) come(id);
    expect(await news.snapshot("den")).toEqual({ online: [], count: 11 });
    for (const id of crowd.slice(0, 1)) go(id);
    news.changed("den");
    await pass(1_000);
    expect(told.at(-1)).toMatchObject({ countOnly: true, count: 10 });
    go("u1");
    news.changed("den");
    await pass(1_000);
    expect(told.at(-1)?.online.length).toBe(9);
    expect(asked.map(({ most }) => most)).toEqual([10, 9, 9]);
  });
});
