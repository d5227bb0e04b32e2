import type { Chat, RoomView } from "@hubbub/client";
import { computed, effect, type ReadonlySignal, signal } from "@preact/signals";
import type { NewSpan } from "./timeline.ts";

interface ReadingOptions {
  readonly chat: Pick<Chat, "markRead">;
  /** The room that is open, once its newest page is there. */
  readonly room: ReadonlySignal<RoomView | null>;
  /** Whether somebody can see the page. */
  readonly visible: ReadonlySignal<boolean>;
}

/** What of the open room is new, and up to where it was shown: that is read on all devices. */
export class Reading {
  readonly #chat: Pick<Chat, "markRead">;
  readonly #room: ReadonlySignal<RoomView | null>;
  readonly #visible: ReadonlySignal<boolean>;
  readonly #span = signal<(NewSpan & { readonly room: string }) | null>(null);
  readonly #shown = signal<{ readonly room: string; readonly seq: number | null } | null>(null);
  readonly #id = computed(() => this.#room.value?.id ?? null);
  readonly #endings: readonly (() => void)[];

  /** What was unread when the room was opened, or when somebody came back to it. */
  readonly span = computed<NewSpan | null>(() => {
    const span = this.#span.value;
    return span !== null && span.room === this.#id.value ? span : null;
  });

  constructor({ chat, room, visible }: ReadingOptions) {
    this.#chat = chat;
    this.#room = room;
    this.#visible = visible;
    this.#endings = [effect(() => this.#begin()), effect(() => this.#mark())];
  }

  /** The timeline shows everything up to `seq`; `null` where it shows the end. */
  show(room: string, seq: number | null): void {
    const known = this.#shown.peek();
    if (known?.room !== room || known.seq !== seq) this.#shown.value = { room, seq };
  }

  stop(): void {
    for (const end of this.#endings) end();
  }

  #begin(): void {
    const id = this.#id.value;
    if (id === null || !this.#visible.value) return;
    const room = this.#room.peek();
    const known = this.#span.peek();
    const isOpenAlready = known?.room === id;
    if (room?.position == null || (isOpenAlready && room.unread === 0)) return;
    this.#span.value = { room: id, from: room.read, to: room.position.seq };
  }

  #mark(): void {
    const room = this.#room.value;
    const shown = this.#shown.value;
    if (room?.position == null || shown?.room !== room.id || !this.#visible.value) return;
    const seq = shown.seq ?? room.position.seq;
    if (seq > room.read) this.#chat.markRead(room.id, seq);
  }
}
