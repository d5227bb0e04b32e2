import { EventEmitter } from "node:events";
import { beforeEach, expect, it } from "vitest";
import { Opening } from "./opening.ts";
import type { ChatSocket } from "./types.ts";

/** As engine.io has it: a write takes all that waits, and the next one waits for its end. */
class FakeEngine {
  readonly transport = Object.assign(new EventEmitter(), { writable: true });
  readonly written: string[][] = [];
  writeBuffer: string[] = [];

  constructor() {
    this.transport.on("ready", () => this.flush());
  }

  send(packet: string): void {
    this.writeBuffer.push(packet);
    this.flush();
  }

  flush(): void {
    if (!this.transport.writable || this.writeBuffer.length === 0) return;
    this.written.push(this.writeBuffer);
    this.writeBuffer = [];
    this.transport.writable = false;
  }

  isWritten(): void {
    this.transport.writable = true;
    this.transport.emit("ready");
  }
}

let engine: FakeEngine;
let opening: Opening;

beforeEach(() => {
  engine = new FakeEngine();
  opening = new Opening(engine as unknown as ChatSocket["conn"]);
  engine.send("connected");
  opening.answered();
});

it("sends the answer to the CONNECT and the welcome in one write, and what was said before behind them", () => {
  engine.send("said in a room");
  opening.welcome(() => engine.send("welcome"));
  expect(engine.written).toEqual([["connected", "welcome", "said in a room"]]);
});

it("waits, though an earlier write ends meanwhile", () => {
  engine.isWritten();
  expect(engine.written).toEqual([]);
});

it("lets go what waits where there is no welcome", () => {
  engine.send("session:end");
  opening.end();
  expect(engine.written).toEqual([["connected", "session:end"]]);
});

it("holds nothing back afterwards, and ends once", () => {
  opening.welcome(() => engine.send("welcome"));
  opening.end();
  engine.isWritten();
  engine.send("next");
  expect(engine.written).toEqual([["connected", "welcome"], ["next"]]);
});
