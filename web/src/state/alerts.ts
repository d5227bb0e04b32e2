import type { Chat } from "@hubbub/client";
import type { User } from "@hubbub/protocol";
import type { ReadonlySignal } from "@preact/signals";

/** What is shown outside the page, by the system around the browser. */
export interface Notifier {
  /** Whether the person has not yet said if they want that. */
  readonly canAsk: ReadonlySignal<boolean>;
  ask(): void;
  /** Shows nothing to who does not want it. What was shown under the same `tag` is replaced. */
  show(note: { title: string; text: string; tag: string; onClick: () => void }): void;
}

interface AlertsOptions {
  readonly chat: Pick<Chat, "on" | "state">;
  readonly user: User;
  readonly visible: ReadonlySignal<boolean>;
  readonly notifier: Notifier;
  readonly goTo: (room: string) => void;
}

/** Tells of what is written to this person, directly or by `@name`, while they do not see the page. */
export class Alerts {
  readonly stop: () => void;

  constructor({ chat, user, visible, notifier, goTo }: AlertsOptions) {
    const name = `@${user.name.toLowerCase()}`;
    this.stop = chat.on("messages", (id, _epoch, messages) => {
      const room = chat.state.rooms.get(id);
      if (visible.peek() || room === undefined) return;
      const last = messages.findLast(
        ({ kind, user: { id: author }, text }) =>
          kind === "text" && author !== user.id && (room.kind === "direct" || text.toLowerCase().includes(name)),
      );
      if (last === undefined) return;
      const title = room.kind === "direct" ? last.user.name : `${last.user.name} in ${room.title}`;
      notifier.show({ title, text: last.text, tag: id, onClick: () => goTo(id) });
    });
  }
}
