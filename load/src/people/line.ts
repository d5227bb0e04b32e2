import { type Ack, type Answer, type ConnectAuth, HubbubError, type Payload, type RequestName } from "@hubbub/protocol";
import { WebSocket } from "ws";
import { connectFrame, type FrameReader, pongFrame, requestFrame } from "./frames.ts";
import { clock } from "./texts.ts";

/** Why a line is no more. */
export interface LineEnd {
  /** Of the replica's refusal or farewell, of the system (`ECONNREFUSED`), or the status of an answer that was no upgrade. */
  readonly code: string;
  readonly temporary: boolean;
  readonly retryAfterMs: number;
}

export interface LineOptions {
  readonly url: string;
  readonly localAddress: string | undefined;
  readonly auth: ConnectAuth;
  readonly reader: FrameReader;
  readonly onEvent: (name: string, payload: unknown) => void;
  /** Called once, unless it was dropped. */
  readonly onEnd: (end: LineEnd) => void;
}

interface Waiting {
  readonly since: number;
  settle(ack: Ack<object>): void;
}

/** How long an answer may take, in ms. */
const answerPatience = 20_000;
/** How long nothing may be heard: a replica pings every 25 s. */
const quietPatience = 50_000;

const unanswered: Ack = { ok: false, error: new HubbubError("unavailable", "There was no answer").toWire() };

/** One connection, with as little around it as can be. */
export class Line {
  readonly #options: LineOptions;
  readonly #socket: WebSocket;
  readonly #waiting = new Map<number, Waiting>();
  #nextId = 0;
  #heardAt = clock();
  #end: LineEnd = { code: "lost", temporary: true, retryAfterMs: 0 };

  constructor(options: LineOptions) {
    this.#options = options;
    const address = `${options.url.replace(/^http/, "ws")}/socket.io/?EIO=4&transport=websocket`;
    this.#socket = new WebSocket(address, {
      perMessageDeflate: false,
      skipUTF8Validation: true,
      handshakeTimeout: answerPatience,
      ...(options.localAddress !== undefined && { localAddress: options.localAddress }),
    });
    this.#socket.on("message", (data: Buffer) => this.#hear(data.toString()));
    this.#socket.on("unexpected-response", (_request, { statusCode }) => this.#fail(`status ${statusCode}`));
    this.#socket.on("error", (error: NodeJS.ErrnoException) => this.#fail(error.code ?? "lost"));
    this.#socket.on("close", () => this.#closed());
  }

  /** Resolves with the refusal where the connection was lost before the answer. */
  ask<Name extends RequestName>(name: Name, payload: Payload<Name>): Promise<Ack<Answer<Name>>> {
    const id = this.#nextId++;
    this.#send(requestFrame(id, name, payload));
    return new Promise(resolve => {
      this.#waiting.set(id, { since: clock(), settle: ack => resolve(ack as Ack<Answer<Name>>) });
    });
  }

  /** Ends it where it has been silent for too long. */
  look(now: number): void {
    const [oldest] = this.#waiting.values();
    const isSilent = now - this.#heardAt > quietPatience || (oldest && now - oldest.since > answerPatience);
    if (isSilent) this.#fail("silent");
  }

  /** Without a word, as a lost network would end it. */
  drop(): void {
    this.#socket.removeAllListeners("close");
    this.#socket.terminate();
    this.#giveUp();
  }

  #send(frame: string): void {
    if (this.#socket.readyState === WebSocket.OPEN) this.#socket.send(frame);
  }

  #hear(text: string): void {
    this.#heardAt = clock();
    const frame = this.#options.reader.read(text);
    if (frame.type === "ping") this.#send(pongFrame);
    else if (frame.type === "event") this.#event(frame.name, frame.payload);
    else if (frame.type === "acked") this.#acked(frame.id, frame.answer as Ack);
    else if (frame.type === "opened") this.#send(connectFrame(this.#options.auth));
    else if (frame.type === "refused") this.#refused(frame.data);
  }

  #event(name: string, payload: unknown): void {
    if (name === "session:end") this.#end = readEnd(payload);
    else this.#options.onEvent(name, payload);
  }

  #acked(id: number, answer: Ack): void {
    const waiting = this.#waiting.get(id);
    this.#waiting.delete(id);
    waiting?.settle(answer);
  }

  #refused(data: unknown): void {
    this.#end = readEnd(data);
    this.#socket.terminate();
  }

  #fail(code: string): void {
    this.#end = { code, temporary: true, retryAfterMs: 0 };
    this.#socket.terminate();
  }

  #closed(): void {
    this.#giveUp();
    this.#options.onEnd(this.#end);
  }

  #giveUp(): void {
    const waiting = [...this.#waiting.values()];
    this.#waiting.clear();
    for (const each of waiting) each.settle(unanswered);
  }
}

function readEnd(said: unknown): LineEnd {
  const { code = "internal", temporary = true, retryAfterMs = 0 } = (said ?? {}) as Partial<LineEnd>;
  return { code, temporary, retryAfterMs };
}
