import type { Chat } from "@hubbub/client";
import { limits } from "@hubbub/protocol";
import { computed, effect, type ReadonlySignal, signal } from "@preact/signals";
import type { Drafts } from "./drafts.ts";
import { isOwnEntry, type OwnEntry, type Row } from "./timeline.ts";

interface ComposingOptions {
  readonly chat: Pick<Chat, "send" | "edit" | "remove" | "setTyping">;
  readonly drafts: Drafts;
  /** The id of the open room. */
  readonly room: ReadonlySignal<string>;
  /** What the open room shows. */
  readonly rows: ReadonlySignal<readonly Row[]>;
  /** Whether the owner of the open room lets this user write. */
  readonly mayWrite: ReadonlySignal<boolean>;
  /** A message was left without words. */
  readonly onEmptied: (entry: OwnEntry) => void;
  /** What was being edited is not there any more: another device removed it, or it went with the log. */
  readonly onGone: () => void;
}

type Edited = Pick<OwnEntry, "key" | "text"> & { readonly room: string };

/** What is being written in the open room: something new, or a message of one's own in other words. */
export class Composing {
  readonly #options: ComposingOptions;
  readonly #edited = signal<Edited | null>(null);
  readonly #changed = signal("");
  /** It is found by its key each time: after a loss of the log another message may have its seq. */
  readonly #target = computed(() => {
    const edited = this.#edited.value;
    if (edited === null || edited.room !== this.#options.room.value) return undefined;
    return ownEntry(this.#options.rows.value, edited.key);
  });
  readonly stop: () => void;

  /** The message that is being edited; only in the open room. */
  readonly editing = computed(() => (this.#target.value === undefined ? null : this.#edited.value));
  readonly text = computed(() =>
    this.editing.value === null ? (this.drafts.value.get(this.#options.room.value) ?? "") : this.#changed.value,
  );
  /** How many characters there may be still. */
  readonly left = computed(() => limits.textLength - [...this.text.value].length);
  readonly canSend = computed(() => {
    const isSomething = this.text.value.trim() !== "" || this.editing.value !== null;
    return isSomething && this.left.value >= 0 && this.#options.mayWrite.value;
  });

  constructor(options: ComposingOptions) {
    this.#options = options;
    this.stop = effect(() => {
      const edited = this.#edited.value;
      if (edited?.room === options.room.value && this.#target.value === undefined) this.#lose(edited);
    });
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
  edit({ key, text }: OwnEntry): void {
    this.#changed.value = text;
    this.#edited.value = { key, text, room: this.#options.room.peek() };
  }

  /** The last message that one said here, if it can be changed. */
  editLast(): void {
    const last = this.#options.rows.peek().findLast(isOwnEntry);
    if (last !== undefined) this.edit(last);
  }

  cancel(): void {
    this.#edited.value = null;
  }

  submit(): void {
    if (!this.canSend.peek()) return;
    const { chat, room, onEmptied } = this.#options;
    const text = this.text.peek().trim();
    const edited = this.editing.peek();
    const target = this.#target.peek();
    // A refusal stands beside the message in the timeline.
    if (edited === null || target === undefined) {
      chat.send(room.peek(), text).catch(() => {});
      this.write("");
      return;
    }
    this.cancel();
    if (text === "") onEmptied(target);
    else if (text !== edited.text) chat.edit(edited.room, target.seq, text, target.clientMessageId).catch(() => {});
  }

  /** Takes back a message of one's own where it still is in the open `room`. A refusal stands beside it in the timeline. */
  remove(room: string, { key }: OwnEntry): void {
    const { chat, rows, room: open } = this.#options;
    if (room !== open.peek()) return;
    if (this.editing.peek()?.key === key) this.cancel();
    const entry = ownEntry(rows.peek(), key);
    if (entry !== undefined) chat.remove(room, entry.seq, entry.clientMessageId).catch(() => {});
  }

  /** Nobody writes any more, for now. */
  pause(): void {
    this.#options.chat.setTyping(this.#options.room.peek(), false);
  }

  /** No word of somebody's is lost with what it was to change. */
  #lose({ room, text }: Edited): void {
    const changed = this.#changed.peek();
    this.cancel();
    if (changed !== text && !this.drafts.peek().has(room)) this.#options.drafts.write(room, changed);
    this.#options.onGone();
  }
}

const ownEntry = (rows: readonly Row[], key: string): OwnEntry | undefined =>
  rows.filter(isOwnEntry).find(entry => entry.key === key);
