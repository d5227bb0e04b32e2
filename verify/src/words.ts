/** Whether clients show what the logs come to: pure. */
import type { Entry, History, LogRead, Shown } from "./record.ts";
import type { Violation } from "./violations.ts";

/** Where a client stands at the end of a log as it was read, it shows the texts of that log with their last words. */
export function wordsOf({ logs, shown }: History): Violation[] {
  return logs.flatMap(log => {
    const texts = textsOf(log.entries);
    const there = shown.filter(view => view.room === log.room && view.epoch === log.epoch && view.seq === log.head);
    return [...kept(log, texts), ...there.flatMap(view => differences(view, log, texts))];
  });
}

/** Each text of a log with its last words; "" for one that was removed. */
function textsOf(entries: readonly Entry[]): ReadonlyMap<number, string> {
  const texts = new Map<number, string>();
  for (const { seq, kind, target = 0, text } of entries) {
    const known = texts.get(target);
    if (kind === "text") texts.set(seq, text);
    else if (kind === "remove") texts.set(target, "");
    else if (kind === "edit" && known !== "") texts.set(target, text);
  }
  return texts;
}

/** Words that were removed and are told all the same. */
function kept({ room, epoch, entries }: LogRead, texts: ReadonlyMap<number, string>): Violation[] {
  const isKept = ({ seq, kind, target, text }: Entry) =>
    text !== "" && texts.get(kind === "text" ? seq : (target ?? 0)) === "";
  return entries.filter(isKept).map(({ seq, id }) => ({ kind: "not gone", room, epoch, seq, id }));
}

/** A client shows a log from some place on to its end. */
function differences(
  { client, texts: shown }: Shown,
  { room, epoch, entries }: LogRead,
  texts: ReadonlyMap<number, string>,
) {
  const first = Math.max(shown[0]?.seq ?? Number.POSITIVE_INFINITY, entries[0]?.seq ?? Number.POSITIVE_INFINITY);
  const views = new Map(shown.map(({ seq, text }) => [seq, text]));
  return entries
    .filter(({ seq }) => seq >= first && texts.get(seq) !== views.get(seq))
    .map(({ seq, id }): Violation => ({ kind: "shown otherwise", client, room, epoch, seq, id }));
}
