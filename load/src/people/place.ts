import type { Message, MessageBatch, Position, Recovery } from "@hubbub/protocol";

/** Where one user stands in one room, by the rule that docs/protocol.md calls positions. */
export class Place {
  #begun: Position;
  #epoch: string;
  #seq: number;
  /** The furthest that anybody told of. */
  #head: Position;
  /** Beyond a gap, by seq. */
  readonly #ahead = new Map<number, Message>();

  constructor(position: Position) {
    this.#begun = position;
    this.#head = position;
    this.#epoch = position.epoch;
    this.#seq = position.seq;
  }

  get position(): Position {
    return { epoch: this.#epoch, seq: this.#seq };
  }

  /** Whether the log has to be asked. */
  get isBehind(): boolean {
    return this.#head.epoch !== this.#epoch || this.#head.seq > this.#seq;
  }

  /** How many messages there were for the user up to `head`, and how many of them did not come. */
  missing(head: Position): { due: number; lost: number } {
    if (head.epoch !== this.#epoch) return { due: head.seq, lost: head.seq };
    return { due: Math.max(0, head.seq - this.#begun.seq), lost: Math.max(0, head.seq - this.#seq) };
  }

  hear({ epoch, seq }: Position): void {
    if (epoch !== this.#head.epoch || seq > this.#head.seq) this.#head = { epoch, seq };
  }

  /** `news`: what of it is new and has its turn, in order. `repeated`: what was told before. */
  take({ epoch, messages }: Pick<MessageBatch, "epoch" | "messages">): { news: Message[]; repeated: Message[] } {
    const repeated: Message[] = [];
    const last = messages.at(-1);
    if (last !== undefined) this.hear({ epoch, seq: last.seq });
    if (epoch !== this.#epoch) return { news: [], repeated };
    for (const message of messages) {
      if (message.seq <= this.#seq || this.#ahead.has(message.seq)) repeated.push(message);
      else this.#ahead.set(message.seq, message);
    }
    return { news: this.#inTurn(), repeated };
  }

  /** The log's answer; null where it does not reach back to here, and all begins anew. */
  recover({ position, recovered, messages }: Recovery): Message[] | null {
    const isSame = position.epoch === this.#epoch;
    const reachesBack = isSame && position.seq >= this.#seq && position.seq - messages.length <= this.#seq;
    if (recovered || reachesBack) {
      const { news } = this.take({ epoch: position.epoch, messages });
      this.hear(position);
      return news;
    }
    this.beginAt(position);
    return null;
  }

  beginAt(position: Position): void {
    this.#begun = position;
    this.#head = position;
    this.#epoch = position.epoch;
    this.#seq = position.seq;
    this.#ahead.clear();
  }

  #inTurn(): Message[] {
    const news: Message[] = [];
    for (let next = this.#ahead.get(this.#seq + 1); next !== undefined; next = this.#ahead.get(this.#seq + 1)) {
      this.#seq = next.seq;
      this.#ahead.delete(next.seq);
      news.push(next);
    }
    return news;
  }
}
