import { HubbubError, type PresenceDiff } from "@hubbub/protocol";
import { vi } from "vitest";
import type { PresenceChange, PresenceReading } from "../src/domain/ports.ts";
import { PresenceNews } from "../src/lifecycle/presence-news.ts";
import { systemClock } from "../src/lifecycle/system-clock.ts";

export const listLimit = 10;
const unsureMs = 4_000;

/** A room in Redis, and all that is asked and told of it. */
export function setUp() {
  const online = new Map<string, PresenceChange>();
  const asked: { place: string; everybody: boolean; most: number }[] = [];
  const told: PresenceDiff[] = [];
  const heard = new Set(["den"]);
  let version = 0;
  let isAway = false;
  let isLost = false;
  let log: { place: string; change: PresenceChange }[] = [];
  const change = (id: string, state: PresenceChange["state"]) => {
    version += 1;
    const made = { user: { id, name: id }, state, lastSeen: Date.now() };
    if (state === "offline") online.delete(id);
    else online.set(id, made);
    log.push({ place: String(version), change: made });
  };
  const read = vi.fn(async (_: string, question: (typeof asked)[number]): Promise<PresenceReading> => {
    asked.push(question);
    if (isAway) throw new HubbubError("unavailable", "away");
    const reading = { place: String(version), count: online.size, isLost: isLost && question.place !== "" };
    isLost = false;
    if (online.size > question.most) return { ...reading, kind: "count" };
    if (question.place === "" || question.everybody || reading.isLost) {
      return { ...reading, kind: "all", people: [...online.values()] };
    }
    const since = log.filter(({ place }) => Number(place) > Number(question.place));
    return { ...reading, kind: "changes", changes: since.map(entry => entry.change) };
  });
  const tellReplicas = vi.fn();
  const audience = {
    isHeardHere: (room: string) => heard.has(room),
    tellPresenceHere: (diff: PresenceDiff) => void told.push(diff),
    tellReplicas,
  };
  const telemetry = { presenceChanged: () => {} };
  const news = new PresenceNews({ presence: { read }, audience, telemetry, clock: systemClock, listLimit, unsureMs });
  return {
    news,
    read,
    asked,
    told,
    heard,
    tellReplicas,
    come: (id: string) => change(id, "online"),
    turnAway: (id: string) => change(id, "away"),
    go: (id: string) => change(id, "offline"),
    leave: () => {
      isAway = true;
    },
    comeBack: () => {
      isAway = false;
    },
    wipe: () => {
      online.clear();
      log = [];
      isLost = true;
    },
    ids: (diff: PresenceDiff | undefined) => diff?.online.map(({ id }) => id),
  };
}
