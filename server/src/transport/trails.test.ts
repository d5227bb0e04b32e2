import { createServer } from "node:http";
import type { MessageBatch } from "@hubbub/protocol";
import { Server } from "socket.io";
import { expect, it } from "vitest";
import { type Arrival, emitFollowed, onArrival } from "./trails.ts";
import type { ChatServer } from "./types.ts";

const trails = { 7: { connection: "c" } };
const user = { id: "adaadaada", name: "Ada" };
const message = { seq: 7, kind: "text", user, text: "hello", at: 1, clientMessageId: "m" } as const;
const batch: MessageBatch = { room: "general", epoch: "e", messages: [message] };

function replica() {
  const io: ChatServer = new Server(createServer());
  const { adapter, sockets } = io.of("/");
  const arrivals: Arrival[] = [];
  onArrival(
    io,
    () => 1_000,
    arrival => arrivals.push(arrival),
  );
  const written: string[] = [];
  const client = { writeToEngine: (packets: string[]) => written.push(...packets) };
  sockets.set("a", { id: "a", client } as never);
  void adapter.addAll("a", new Set(["room:general"]));
  const hear = (data: unknown, packet: object = {}) =>
    adapter.broadcast({ type: 2, data, ...packet }, { rooms: new Set(["room:general"]), except: new Set() });
  return { io, adapter, arrivals, written, hear };
}

const event = ["message:batch", batch];

it("tells what came from elsewhere once, when it has been handed on, followed or not", async () => {
  const { arrivals, written, hear } = replica();
  hear(event, { trails });
  expect([written.length, arrivals.length]).toEqual([1, 0]);
  await Promise.resolve();
  expect(arrivals).toEqual([{ batch, trails, at: 1_000 }]);
  hear(event);
  await Promise.resolve();
  expect(arrivals[1]).toEqual({ batch, trails: {}, at: 1_000 });
});

it("takes neither its own for news, nor what nobody hears, nor what is no batch", async () => {
  const { io, arrivals, hear } = replica();
  emitFollowed(io, batch, trails);
  hear(["message:batch", { ...batch, room: "elsewhere" }]);
  for (const data of [["notice", {}], ["message:batch"], ["message:batch", { ...batch, messages: [null] }]]) hear(data);
  await Promise.resolve();
  expect(arrivals).toEqual([]);
});

it("gives clients the same bytes, followed or not", () => {
  const { io, written, hear } = replica();
  hear(event);
  emitFollowed(io, batch, trails);
  expect(written).toEqual(Array(2).fill(`2${JSON.stringify(event)}`));
});

it("gives other replicas the trails, and nothing else beside the event", () => {
  const { io, adapter } = replica();
  let sent: unknown;
  Object.assign(adapter, {
    broadcast(packet: unknown) {
      sent = packet;
    },
  });
  emitFollowed(io, batch, trails);
  expect(JSON.parse(JSON.stringify(sent))).toEqual({ type: 2, data: event, trails });
});
