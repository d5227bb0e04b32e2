import type { PresenceDiff } from "@hubbub/protocol";
import { describe, expect, it } from "vitest";
import type { PresenceChange, PresenceReading } from "./ports.ts";
import {
  advance,
  diffBetween,
  emptyView,
  including,
  isToBeSettled,
  type PresenceView,
  snapshotOf,
} from "./presence-view.ts";

const unsureMs = 100;
const person = (id: string, state: PresenceChange["state"] = "online", lastSeen = 5): PresenceChange => ({
  user: { id, name: id.toUpperCase() },
  state,
  lastSeen,
});
const all = (...ids: string[]): PresenceReading => ({
  place: "p",
  count: ids.length,
  isLost: false,
  kind: "all",
  people: ids.map(id => person(id)),
});
const changes = (...list: PresenceChange[]): PresenceReading => ({
  place: "p",
  count: 0,
  isLost: false,
  kind: "changes",
  changes: list,
});
const counted = (count: number): PresenceReading => ({ place: "p", count, isLost: false, kind: "count" });
const lost = (reading: PresenceReading): PresenceReading => ({ ...reading, isLost: true });

/** What is told when these readings come one after the other, at these times. */
function told(...readings: (PresenceReading | [at: number, PresenceReading])[]): (PresenceDiff | null)[] {
  let view = emptyView;
  return readings.map(each => {
    const [now, reading] = Array.isArray(each) ? each : [0, each];
    const before = view;
    view = advance(view, reading, { now, unsureMs });
    return diffBetween("den", [before], view, now);
  });
}
const online = (...ids: string[]) => ids.map(id => person(id).user);
const view = (...readings: PresenceReading[]): PresenceView =>
  readings.reduce((known, reading) => advance(known, reading, { now: 0, unsureMs }), emptyView);

describe("what is told of a room", () => {
  it("begins with everybody", () => {
    expect(told(all("ada", "bob"))).toEqual([{ room: "den", online: online("ada", "bob"), offline: [], count: 2 }]);
  });

  it("is who came and who went, the last state only", () => {
    const flapping = [person("cleo"), person("cleo", "offline", 7), person("cleo"), person("bob", "offline", 9)];
    expect(told(all("ada", "bob"), changes(...flapping))[1]).toEqual({
      room: "den",
      online: online("cleo"),
      offline: [{ id: "bob", lastSeen: 9 }],
      count: 2,
    });
  });

  it("is nothing where everything is as it was told", () => {
    const cameAndWent = [person("bob"), person("bob", "offline")];
    const wentAndCame = [person("ada", "offline"), person("ada")];
    expect(told(all("ada"), changes(), changes(...cameAndWent), changes(...wentAndCame), all("ada")).slice(1)).toEqual([
      null,
      null,
      null,
      null,
    ]);
  });

  it("is who turned away, and back", () => {
    const [, away, back] = told(all("ada"), changes(person("ada", "away")), changes(person("ada")));
    expect(away).toMatchObject({ online: [{ id: "ada", away: true }], count: 1 });
    expect(back).toEqual({ room: "den", online: online("ada"), offline: [], count: 1 });
  });

  it("is right again where the single changes are not known any more", () => {
    expect(told(all("ada", "bob"), [8, all("bob", "cleo")])[1]).toEqual({
      room: "den",
      online: online("cleo"),
      offline: [{ id: "ada", lastSeen: 8 }],
      count: 2,
    });
  });

  it("is a number alone where people are too many, and everybody when that is over", () => {
    const [, many, same, more, few] = told(all("ada"), counted(900), counted(900), counted(901), all("ada", "bob"));
    expect(many).toEqual({ room: "den", online: [], offline: [], count: 900, countOnly: true });
    expect(same).toBeNull();
    expect(more).toMatchObject({ count: 901, countOnly: true });
    expect(few).toEqual({ room: "den", online: online("ada", "bob"), offline: [], count: 2 });
  });
});

describe("after Redis lost its data", () => {
  it("nobody is told to have gone who may not have been registered again yet", () => {
    const [, wiped, back, settled] = told(
      all("ada", "bob"),
      [10, lost(all())],
      [60, changes(person("ada"))],
      [110, all("ada", "bob")],
    );
    expect([wiped, back, settled]).toEqual([null, null, null]);
  });

  it("whoever is not there after a while has gone, when the loss was seen", () => {
    const [, , gone] = told(all("ada", "bob"), [10, lost(all("ada"))], [110, all("ada")]);
    expect(gone).toEqual({ room: "den", online: [], offline: [{ id: "bob", lastSeen: 10 }], count: 1 });
  });

  it("whoever is known to have gone since is told at once", () => {
    const people = [person("bob", "offline"), person("cleo", "offline"), person("cleo")];
    const [, news] = told(all("ada", "bob", "cleo"), [10, { ...lost(all()), kind: "all", people }]);
    expect(news).toEqual({ room: "den", online: [], offline: [{ id: "bob", lastSeen: 10 }], count: 2 });
  });

  it("whoever comes or goes meanwhile is told at once", () => {
    const [, , news] = told(all("ada"), [10, lost(all())], [20, changes(person("cleo"), person("ada", "offline", 15))]);
    expect(news).toMatchObject({ online: online("cleo"), offline: [{ id: "ada", lastSeen: 15 }] });
  });

  it("the number of very many does not fall before that", () => {
    const readings = told(counted(900), [10, lost(all("ada"))], [60, counted(700)], [110, counted(890)]);
    expect(readings.slice(1)).toEqual([null, null, expect.objectContaining({ count: 890, countOnly: true })]);
  });

  it("only the whole list settles it", () => {
    const unsure = view(all("ada"), lost(all()));
    expect(isToBeSettled(unsure, { now: 99, unsureMs })).toBe(false);
    expect(isToBeSettled(unsure, { now: 100, unsureMs })).toBe(true);
    expect(isToBeSettled(view(all("ada")), { now: 1_000, unsureMs })).toBe(false);
  });

  it("a second loss begins the wait anew", () => {
    const [, , , gone] = told(all("ada"), [10, lost(all())], [100, lost(all())], [150, all()]);
    expect(gone).toBeNull();
  });
});

describe("a snapshot", () => {
  it("lists everybody, or only counts", () => {
    expect(snapshotOf(view(all("ada")))).toEqual({ online: online("ada"), count: 1 });
    expect(snapshotOf(view(counted(900)))).toEqual({ online: [], count: 900 });
    const known = view(all("ada"));
    expect(snapshotOf(known)).toBe(snapshotOf(known));
  });

  it("has whoever asks for it, once", () => {
    const [ada] = online("ada");
    if (!ada) return;
    expect(including({ online: [], count: 0 }, ada)).toEqual({ online: [ada], count: 1 });
    expect(including({ online: [ada], count: 1 }, ada)).toEqual({ online: [ada], count: 1 });
    expect(including({ online: [], count: 900 }, ada)).toEqual({ online: [], count: 900 });
  });
});
