/** The texts of a room as they stand, with edits and removals applied. Pure; a text that did not change keeps its object. */
import type { Message } from "@hubbub/protocol";
import type { ShownMessage } from "./types.ts";

/** `messages` continue the log right after what `shown` is of. */
export function withNewer(shown: readonly ShownMessage[], messages: readonly Message[]): readonly ShownMessage[] {
  if (messages.length === 0) return shown;
  const next = [...shown];
  for (const message of messages) {
    if (message.kind === "text") next.push(unchanged(message));
    else if (isChange(message)) apply(next, message);
  }
  return next;
}

/** `page` ends right before `later`, all of what `shown` is of. */
export const withOlder = (
  shown: readonly ShownMessage[],
  page: readonly Message[],
  later: readonly Message[],
): readonly ShownMessage[] => [...withNewer([], [...page, ...later.filter(isChange)]), ...shown];

/** Without what is before `first`. */
export function from(shown: readonly ShownMessage[], first: number): readonly ShownMessage[] {
  const index = shown.findIndex(({ seq }) => seq >= first);
  return index < 0 ? [] : shown.slice(index);
}

const isChange = ({ kind }: Message): boolean => kind === "edit" || kind === "remove";

/** Only what was removed has no words. */
const unchanged = (message: Message): ShownMessage => ({
  ...message,
  editedAt: null,
  isRemoved: message.text === "",
});

function apply(shown: ShownMessage[], { kind, target, text, at }: Message): void {
  const index = shown.findLastIndex(({ seq }) => seq === target);
  const known = shown[index];
  if (known === undefined || known.isRemoved) return;
  const isRemoved = kind === "remove" || text === "";
  shown[index] = isRemoved ? { ...known, text: "", isRemoved } : { ...known, text, editedAt: at };
}
