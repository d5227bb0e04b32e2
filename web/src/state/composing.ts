import type { Chat } from "@hubbub/client";
import { limits } from "@hubbub/protocol";
import { computed, type ReadonlySignal, signal } from "@preact/signals";
import type { Drafts } from "./drafts.ts";
import type { Entry, Row } from "./timeline.ts";

interface ComposingOptions {
  readonly chat: Pick<Chat, "send" | "edit" | "setTyping">;
  readonly drafts: Drafts;
  /** The id of the open room. */
  readonly room: ReadonlySignal<string>;
  /** What the open room shows. */
  readonly rows: () => readonly Row[];
  /** Whether the owner of the open room lets this user write. */
  readonly mayWrite: ReadonlySignal<boolean>;
}

type Edited = Pick<Entry, "key" | "text"> & { readonly seq: number; readonly room: string };

/** What is being written in the open room: something new, or a message of one's own in other words. */
export class Composing {
  readonly #options: ComposingOptions;
  readonly #edited = signal<Edited | null>(null);
  readonly #changed = signal("");

  /** The message that is being edited; only in the open room. */
  readonly editing = computed(() =>
    this.#edited.value?.room === this.#options.room.value ? this.#edited.value : null,
  );
  readonly text = computed(() =>
    this.editing.value === null ? (this.drafts.value.get(this.#options.room.value) ?? "") : this.#changed.value,
  );
  /** How many characters there may be still. */
  readonly left = computed(() => limits.textLength - [...this.text.value].length);
  readonly canSend = computed(
    () => this.text.value.trim() !== "" && this.left.value >= 0 && this.#options.mayWrite.value,
  );

  constructor(options: ComposingOptions) {
    this.#options = options;
  }

  write(text: string): void {
    const room = this.#options.room.peek();
    if (this.editing.peek() !== null) {
      this.#changed.value = text;
      return;
    }
    this.#options.drafts.write(room, text);
    this.#options.chat.setTyping(room, text.trim() !== "");
  }

  /** What is not sent yet, by room. */
  get drafts(): Drafts["texts"] {
    return this.#options.drafts.texts;
  }

  /** What stands in the room's composer already is there again afterwards. */
  edit({ key, seq, text }: Entry): void {
    if (seq === null) return;
    this.#changed.value = text;
    this.#edited.value = { key, seq, text, room: this.#options.room.peek() };
  }

  /** The last message that one said here, if it can be changed. */
  editLast(): void {
    const isMine = (row: Row) => row.kind === "entry" && row.mine && row.seq !== null && !row.removed;
    const last = this.#options.rows().findLast(isMine);
    if (last?.kind === "entry") this.edit(last);
  }

  cancel(): void {
    this.#edited.value = null;
  }

  submit(): void {
    if (!this.canSend.peek()) return;
    const { chat, room } = this.#options;
    const text = this.text.peek().trim();
    const edited = this.editing.peek();
    // A refusal stands beside the message in the timeline.
    if (edited === null) {
      chat.send(room.peek(), text).catch(() => {});
      this.write("");
    } else {
      if (text !== edited.text) chat.edit(edited.room, edited.seq, text).catch(() => {});
      this.cancel();
    }
  }

  /** Nobody writes any more, for now. */
  pause(): void {
    this.#options.chat.setTyping(this.#options.room.peek(), false);
  }
}
