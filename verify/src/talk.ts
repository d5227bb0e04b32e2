import { pause } from "./deadline.ts";
import type { Device } from "./device.ts";
import type { Random } from "./random.ts";

export interface TalkOptions {
  readonly speakers: readonly Device[];
  readonly rooms: readonly string[];
  readonly seconds: number;
  readonly perSecond: number;
  /** The part of what they say that changes what they said before. Default: nothing. */
  readonly changes?: number;
  /** Default: who says it, and the how many-th thing they say. */
  readonly text?: string;
}

interface Planned {
  readonly at: number;
  readonly speaker: Device;
  readonly room: string;
}

/** Who says something where and when: the same for the same seed. */
function plan({ speakers, rooms, seconds, perSecond }: TalkOptions, random: Random): Planned[] {
  const count = Math.round(seconds * perSecond);
  const times = Array.from({ length: count }, () => random.next() * seconds * 1_000).sort((a, b) => a - b);
  return times.map(at => ({ at, speaker: random.pick(speakers), room: random.pick(rooms) }));
}

/** Resolves when all is said; what was not answered by then goes on by itself. */
export async function talk(options: TalkOptions, random: Random): Promise<void> {
  const began = performance.now();
  for (const { at, speaker, room } of plan(options, random)) {
    const wait = began + at - performance.now();
    if (wait > 1) await pause(wait);
    if (!speaker.rooms.includes(room)) continue;
    if (random.next() < (options.changes ?? 0)) speaker.change(room, random);
    else speaker.say(room, options.text);
  }
}
