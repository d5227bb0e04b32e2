import { backoff } from "@hubbub/client";
import {
  type Ack,
  HubbubError,
  type Joined,
  type Logged,
  type MessageBatch,
  type Position,
  type Welcome,
} from "@hubbub/protocol";
import { endOf } from "../accounts/minting.ts";
import type { FrameReader } from "./frames.ts";
import { Line, type LineEnd } from "./line.ts";
import { Person, type PersonOptions } from "./person.ts";
import { Place } from "./place.ts";
import { clock } from "./texts.ts";

type Sending = Readonly<{ room: string; text: string; since: number }>;

/** How long a gap may take to close by itself, in ms. */
const gapPatience = 60;
/** How long before its end a token is replaced, in ms. */
const renewalMargin = 60_000;

/** A user who speaks the documented wire, for half the processor time of the client core and a fifth of its memory. */
export class WirePerson extends Person {
  readonly #reader: FrameReader;
  readonly #unacked = new Map<string, Sending>();
  /** How far rooms are that it does not know its place in yet. */
  readonly #early = new Map<string, Position>();
  #line: Line | null = null;
  #userId: string | null = null;
  #sentCount = 0;
  #failures = 0;
  #token = "";
  #spent: string | undefined;
  #renewAt = Number.POSITIVE_INFINITY;
  #timer: NodeJS.Timeout | undefined;
  #asking: NodeJS.Timeout | null = null;
  #isWanted = false;

  constructor(options: PersonOptions, reader: FrameReader) {
    super(options);
    this.#reader = reader;
  }

  get userId(): string | null {
    return this.#userId;
  }

  connect(): void {
    if (this.#isWanted) return;
    this.#isWanted = true;
    this.#failures = 0;
    this.dialling();
    void this.#dial();
  }

  leave(): void {
    this.#isWanted = false;
    clearTimeout(this.#timer);
    this.#line?.drop();
    this.#line = null;
    this.wentOut(null);
  }

  say(room: string, text: string): void {
    this.#sentCount += 1;
    const id = `${this.options.run}-${this.#userId}-${this.#sentCount}-${Math.floor(this.options.random() * 1e9)}`;
    this.options.notes.count("sent");
    this.#unacked.set(id, { room, text, since: clock() });
    void this.#post(id);
  }

  type(room: string): void {
    void this.#line?.ask("typing:set", { room, typing: true });
  }

  read(): void {
    for (const [room, { position }] of this.places) void this.#line?.ask("read:mark", { room, ...position });
  }

  look(): void {
    this.#line?.look(clock());
    if (this.isOnline && Date.now() > this.#renewAt) void this.#renew();
  }

  async #dial(): Promise<void> {
    const { url, localAddress, getToken } = this.options;
    try {
      this.#token = await getToken(this.#spent);
    } catch (error) {
      const code = error instanceof HubbubError ? error.code : "unavailable";
      return this.#ended({ code, temporary: true, retryAfterMs: 0 });
    }
    if (!this.#isWanted) return;
    const positions = Object.fromEntries([...this.places].map(([room, { position }]) => [room, position]));
    this.#line = new Line({
      ...{ url, localAddress, reader: this.#reader },
      auth: { token: this.#token, ...(this.places.size > 0 && { positions }) },
      onEvent: (name, payload) => this.#hear(name, payload),
      onEnd: end => this.#ended(end),
    });
  }

  #ended({ code, temporary, retryAfterMs }: LineEnd): void {
    this.#line = null;
    this.wentOut(code);
    const isSpent = code === "unauthenticated" && this.#spent === undefined;
    if (!temporary && !isSpent) {
      this.#isWanted = false;
      this.options.notes.count("ended");
      return;
    }
    if (code === "unauthenticated") this.#spent = this.#token;
    this.#failures += 1;
    this.#timer = setTimeout(() => void this.#dial(), retryAfterMs + backoff(this.#failures, this.options.random()));
  }

  #hear(name: string, payload: unknown): void {
    if (name === "message:batch") this.#batch(payload as MessageBatch);
    else if (name === "room:position") this.#head(payload as { room: string } & Position);
    else if (name === "welcome") this.#welcomed(payload as Welcome);
  }

  #welcomed({ user, rooms, recovery = {} }: Welcome): void {
    this.#userId = user.id;
    this.#failures = 0;
    this.#spent = undefined;
    this.#renewAt = endOf(this.#token) - renewalMargin;
    for (const [room, joined] of Object.entries(recovery)) this.#recovered(room, joined);
    for (const { id, position } of rooms) {
      if (this.places.has(id)) this.places.get(id)?.hear(position);
      else if (this.options.rooms.includes(id)) this.#begin(id, position);
    }
    this.cameIn();
    this.#noticeGap();
    for (const id of this.#unacked.keys()) void this.#post(id);
    for (const room of this.options.rooms) if (!this.places.has(room)) void this.#join(room);
  }

  async #join(room: string): Promise<void> {
    const ack = await this.#line?.ask("room:join", { room });
    if (ack?.ok) this.#begin(room, ack.position);
    else if (ack?.error.temporary) setTimeout(() => this.isOnline && void this.#join(room), 1_000);
    else if (ack !== undefined) this.options.notes.countCode("refused", `join: ${ack.error.code}`);
  }

  #begin(room: string, position: Position): void {
    const place = new Place(position);
    const early = this.#early.get(room);
    if (early !== undefined) place.hear(early);
    this.#early.delete(room);
    this.begin(room, place);
    this.#noticeGap();
  }

  #batch(batch: MessageBatch): void {
    const { room, epoch, messages } = batch;
    const last = messages.at(-1);
    const place = last && this.#placeIn({ room, epoch, seq: last.seq });
    if (place === undefined) return;
    const { news, repeated } = place.take(batch);
    // One's own is told by the ack already.
    this.options.notes.count("repeated", repeated.filter(({ user }) => user.id !== this.#userId).length);
    this.told(room, epoch, news);
    if (place.isBehind) this.#noticeGap();
  }

  #head(head: { room: string } & Position): void {
    const place = this.#placeIn(head);
    place?.hear(head);
    if (place?.isBehind) this.#noticeGap();
  }

  /** In a room that they were told of. */
  #placeIn({ room, epoch, seq }: { room: string } & Position): Place | undefined {
    const place = this.places.get(room);
    if (place !== undefined) this.options.heads.hear(room, { epoch, seq });
    else if (this.options.rooms.includes(room)) this.#early.set(room, { epoch, seq });
    return place;
  }

  #behind(): [string, Place][] {
    return [...this.places].filter(([, place]) => place.isBehind);
  }

  #noticeGap(): void {
    if (this.#asking !== null || this.#behind().length === 0) return;
    this.#asking = setTimeout(() => {
      void this.#heal().finally(() => {
        this.#asking = null;
        if (this.isOnline) this.#noticeGap();
      });
    }, gapPatience);
  }

  async #heal(): Promise<void> {
    const behind = this.#behind();
    if (behind.length === 0 || this.#line === null) return;
    this.options.notes.count("gaps");
    const positions = Object.fromEntries(behind.map(([room, { position }]) => [room, position]));
    const ack = await this.#line.ask("rooms:recover", { positions });
    if (ack.ok) for (const [room, joined] of Object.entries(ack.rooms)) this.#recovered(room, joined);
  }

  #recovered(room: string, joined: Joined): void {
    const news = this.places.get(room)?.recover(joined);
    if (news === null) this.options.notes.count("resyncs");
    else if (news !== undefined) this.told(room, joined.position.epoch, news);
    this.caughtUp();
  }

  async #post(id: string): Promise<void> {
    const sending = this.#unacked.get(id);
    const line = this.#line;
    if (sending === undefined || line === null || !this.isOnline) return;
    const { room, text } = sending;
    const ack = await line.ask("message:send", { room, text, clientMessageId: id });
    // The next welcome sends it again.
    if (line === this.#line) this.#answered(id, sending, ack);
  }

  #answered(id: string, { room, since }: Sending, ack: Ack<Logged>): void {
    const { notes, random } = this.options;
    if (!this.#unacked.has(id)) return;
    if (!ack.ok && ack.error.temporary) {
      setTimeout(() => void this.#post(id), ack.error.retryAfterMs ?? backoff(1, random()));
      return;
    }
    this.#unacked.delete(id);
    if (!ack.ok) {
      notes.countCode("failed", ack.error.code);
      return;
    }
    notes.count("acked");
    notes.time("ack", clock() - since);
    this.#batch({ room, epoch: ack.epoch, messages: [ack.message] });
  }

  async #renew(): Promise<void> {
    this.#renewAt = Number.POSITIVE_INFINITY;
    const token = await this.options.getToken(this.#token).catch(() => null);
    const ack = token === null ? undefined : await this.#line?.ask("session:renew", { token });
    if (token === null || !ack?.ok) return;
    this.#token = token;
    this.#renewAt = ack.expiresAt - renewalMargin;
  }
}
