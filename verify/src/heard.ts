import type { Device } from "./device.ts";

/** How long those who were cut off without a word may take until they are heard again, in ms: most of them. */
const soon = 7_000;
/** All of them: some come to a replica that is frozen once more. */
const atLast = 20_000;

/** Each of them says something, which the witness hears soon enough. Rejects where it does not. */
export async function areHeard(speakers: readonly Device[], witness: Device, room = "plaza"): Promise<void> {
  const began = performance.now();
  const heard = speakers.map(async speaker => {
    const id = speaker.say(room);
    const isThere = () => witness.shownIds(room).includes(id);
    await witness.until(`${witness.name} to hear ${speaker.name}`, isThere, atLast);
    return performance.now() - began;
  });
  const times = (await Promise.all(heard)).sort((a, b) => a - b);
  const middle = times[Math.floor(times.length / 2)];
  if (middle === undefined) throw new Error("Nobody was cut off, so nothing was shown.");
  if (middle > soon) throw new Error(`Who was cut off was heard after ${Math.round(middle)} ms; ${soon} are allowed.`);
}
