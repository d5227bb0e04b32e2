import { type Chat, type ChatState, type ConnectionPhase, createChat } from "@hubbub/client";
import { HubbubError } from "@hubbub/protocol";
import { Person, type PersonOptions } from "./person.ts";
import { Place } from "./place.ts";
import { clock } from "./texts.ts";

/** A user on the client core, as browsers have it. */
export class CorePerson extends Person {
  readonly #chat: Chat;
  readonly #joining = new Set<string>();
  #phase: ConnectionPhase = "idle";

  constructor(options: PersonOptions) {
    super(options);
    const { url, getToken, localAddress, notes, heads } = options;
    this.#chat = createChat({ url, getToken, localAddress });
    this.#chat.on("change", state => this.#changed(state));
    this.#chat.on("messages", (room, epoch, messages) => {
      // The core tells each once and in order: whatever else it tells leaves a hole here, and counts as lost.
      const { news = [] } = this.places.get(room)?.take({ epoch, messages }) ?? {};
      this.told(room, epoch, news);
    });
    this.#chat.on("acked", (room, epoch, { seq }) => heads.hear(room, { epoch, seq }));
    this.#chat.on("resync", (room, position) => {
      this.places.get(room)?.beginAt(position);
      notes.count("resyncs");
    });
  }

  get userId(): string | null {
    return this.#chat.state.user?.id ?? null;
  }

  connect(): void {
    if (this.#phase !== "idle" && this.#phase !== "ended") return;
    this.dialling();
    this.#chat.connect();
  }

  leave(): void {
    this.#phase = "idle";
    this.wentOut(null);
    this.#chat.close();
  }

  say(room: string, text: string): void {
    const { notes } = this.options;
    const since = clock();
    notes.count("sent");
    this.#chat.send(room, text).then(
      () => {
        notes.count("acked");
        notes.time("ack", clock() - since);
      },
      (error: unknown) => notes.countCode("failed", codeOf(error)),
    );
  }

  type(room: string): void {
    this.#chat.setTyping(room, true);
  }

  read(): void {
    for (const [room, { position }] of this.places) this.#chat.markRead(room, position.seq);
  }

  look(): void {
    // The core looks after its connection itself.
  }

  #changed({ connection, rooms }: ChatState): void {
    const { phase, error } = connection;
    const before = this.#phase;
    this.#phase = phase;
    if (phase === "online" && before !== "online") {
      for (const room of this.options.rooms) {
        const position = rooms.get(room)?.position ?? null;
        if (position !== null && !this.places.has(room)) this.begin(room, new Place(position));
      }
      this.cameIn();
      this.#join();
      return;
    }
    const isOut = before === "online" || phase === "waiting" || phase === "ended";
    if (phase === before || phase === "idle" || !isOut) return;
    this.wentOut(error?.code ?? "lost");
    if (phase === "ended") this.options.notes.count("ended");
  }

  #join(): void {
    for (const room of this.options.rooms) {
      if (this.places.has(room) || this.#joining.has(room)) continue;
      this.#joining.add(room);
      this.#chat
        .join(room)
        .then(
          ({ position }) => position !== null && this.begin(room, new Place(position)),
          (error: unknown) => this.options.notes.countCode("refused", `join: ${codeOf(error)}`),
        )
        .finally(() => this.#joining.delete(room));
    }
  }
}

const codeOf = (error: unknown): string => (error instanceof HubbubError ? error.code : String(error));
