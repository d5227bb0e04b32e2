import type { Joined, Message, Welcome } from "@hubbub/protocol";
import { Encoder, PacketType } from "socket.io-parser";
import { expect, it } from "vitest";
import { welcomePacket } from "./welcome-packet.ts";

const ada = { id: "adaadaada", name: 'Ada "☃"' };
const position = { epoch: "e", seq: 2 };
const message: Message = { seq: 2, kind: "text", user: ada, text: 'say "}]"', at: 5, clientMessageId: "c" };
const welcome: Welcome = { user: ada, replica: "r", protocol: 1, serverTime: 7, away: false, rooms: [] };

const joined = (room: string, messages: readonly Message[]): Joined => ({
  room,
  kind: "public",
  title: room,
  owner: null,
  read: 1,
  unread: 1,
  position,
  recovered: true,
  messages: [...messages],
  more: true,
  presence: { online: [ada], count: 1 },
});

/** What a client makes of a packet. */
const payloadOf = (packet: string): unknown => JSON.parse(packet.slice(1));

it("is what Socket.IO makes of the event where nothing was missed", () => {
  const packet = { type: PacketType.EVENT, nsp: "/", data: ["welcome", welcome] };
  expect([welcomePacket(welcome)]).toEqual(new Encoder().encode(packet));
});

it("brings what was missed in each room", () => {
  const recovery = { den: joined("den", [message]), hall: joined("hall", []) };
  expect(payloadOf(welcomePacket({ ...welcome, recovery }))).toEqual(["welcome", { ...welcome, recovery }]);
  expect(payloadOf(welcomePacket({ ...welcome, recovery: {} }))).toEqual(["welcome", { ...welcome, recovery: {} }]);
});

it("brings the same messages to a crowd, and to each how they stand", () => {
  const first = joined("den", [message]);
  const second = { ...first, read: 2, unread: 0 };
  for (const den of [first, second]) {
    expect(payloadOf(welcomePacket({ ...welcome, recovery: { den } }))).toEqual([
      "welcome",
      { ...welcome, recovery: { den } },
    ]);
  }
});
