import { once } from "node:events";
import { get, type IncomingMessage } from "node:http";
import { text } from "node:stream/consumers";
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { type House, openHouse } from "./house.ts";
import { type ClientSocket, Person, socketTo } from "./people.ts";
import { until } from "./until.ts";
import { Witnesses } from "./witnesses.ts";

describe("bad input", () => {
  let house: House;
  let witnesses: Witnesses;
  let mallory: Person;

  beforeAll(async () => {
    house = await openHouse();
    witnesses = await Witnesses.begin(...house.replicas);
  });
  beforeEach(async () => {
    mallory = await Person.connect(house.replicas[0]);
  });
  afterEach(async () => {
    mallory.leave();
    await witnesses.swear();
  });
  afterAll(async () => {
    await witnesses.leave().finally(() => house.stop());
  });

  const here = () => house.replicas[0];
  const refused = (code: string) => ({ ok: false, error: { code, temporary: false, message: expect.any(String) } });
  const message = (text: unknown, room = "general") => ({ room, text, clientMessageId: mallory.newId() });
  const deep = (levels: number) => JSON.parse(`${'{"a":'.repeat(levels)}1${"}".repeat(levels)}`) as object;

  describe("in a request is refused in its ack, and the connection goes on", () => {
    afterEach(async () => {
      expect(await mallory.say("general", "still here")).toMatchObject({ text: "still here" });
      expect(mallory.welcomes).toHaveLength(1);
    });

    it("an unknown event", async () => {
      expect(await mallory.raw("room:destroy", { room: "general" })).toMatchObject(refused("not_found"));
      expect(await mallory.raw("toString")).toMatchObject(refused("not_found"));
      expect(await mallory.raw("error", "boo")).toMatchObject(refused("not_found"));
    });

    it("an unknown event without an ack", () => {
      mallory.socket.emit("nonsense" as "room:leave", { room: "general" }, () => {});
    });

    it.each([
      ["nothing", []],
      ["null", [null]],
      ["a text", ["general"]],
      ["an array", [["general"]]],
      ["a field of another type", [{ room: "general", text: 5, clientMessageId: "a" }]],
      ["a missing field", [{ room: "general", text: "hello" }]],
      ["only white space", [{ room: "general", text: "  \n", clientMessageId: "a" }]],
      ["half a character", [{ room: "general", text: "\ud83d", clientMessageId: "a" }]],
      ["a room id with spaces", [{ room: "my room", text: "hello", clientMessageId: "a" }]],
      ["a direct room of nobody", [{ room: "dm:x:y", text: "hello", clientMessageId: "a" }]],
      ["a clientMessageId that is too long", [{ room: "general", text: "hello", clientMessageId: "a".repeat(65) }]],
      ["several payloads", ["x", "y", "z"]],
    ])("a payload of a wrong shape: %s", async (_what, args) => {
      expect(await mallory.raw("message:send", ...args)).toMatchObject(refused("invalid_payload"));
    });

    it("a text that is too long", async () => {
      expect(await mallory.raw("message:send", message("x".repeat(4_001)))).toMatchObject(refused("too_large"));
    });

    it("binary payloads", async () => {
      expect(await mallory.raw("message:send", Buffer.from("hello"))).toMatchObject(refused("invalid_payload"));
      expect(await mallory.raw("message:send", message(Buffer.from("hello")))).toMatchObject(
        refused("invalid_payload"),
      );
    });

    it("deeply nested payloads", async () => {
      expect(await mallory.raw("message:send", deep(2_000))).toMatchObject(refused("invalid_payload"));
      expect(await mallory.raw("message:send", message(deep(2_000)))).toMatchObject(refused("invalid_payload"));
      expect(await mallory.raw("rooms:recover", { positions: deep(2_000) })).toMatchObject(refused("invalid_payload"));
    });

    it("names of the prototype", async () => {
      const positions = JSON.parse('{"__proto__": {"epoch": "x", "seq": 1}}') as object;
      expect((await mallory.raw("rooms:recover", { positions })).ok).toBeTypeOf("boolean");
      expect(await mallory.raw("__proto__", {})).toMatchObject(refused("not_found"));
      expect(await mallory.raw("room:join", { room: "constructor" })).toMatchObject({ ok: true, room: "constructor" });
    });

    it("a message to a room that is not there, and to one that one is not in", async () => {
      expect(await mallory.raw("message:send", message("hello", "nowhere"))).toMatchObject(refused("not_found"));
      const insider = await Person.connect(house.replicas[1]);
      await insider.accepted("room:join", { room: "closed-circle" });
      expect(await mallory.raw("message:send", message("hello", "closed-circle"))).toMatchObject(refused("forbidden"));
      insider.leave();
    });

    it("a direct room with nobody, and with oneself", async () => {
      expect(await mallory.ask("direct:open", { name: "nobody-of-that-name" })).toMatchObject(refused("not_found"));
      expect(await mallory.ask("direct:open", { user: mallory.user.id })).toMatchObject(refused("forbidden"));
    });
  });

  it.each(["a-room-of-20-letters", "address-of-20-c"])(
    "takes a room id for what it is even where Socket.IO might take it for a socket's: %s",
    async room => {
      const other = await Person.connect(house.replicas[1]);
      for (const person of [mallory, other]) await person.accepted("room:join", { room });
      await mallory.say(room, "hello");
      await until(() => other.heard(room).includes("hello"), "the other to hear it");
      other.leave();
    },
  );

  describe("on the wire ends that connection alone", () => {
    const url = () => `${here().socketUrl.replace("http", "ws")}/socket.io/?EIO=4&transport=websocket`;

    /** A WebSocket that speaks just as much of the protocol as it takes to be let in. */
    const intrude = async () => {
      const socket = new WebSocket(url());
      const heard: string[] = [];
      socket.addEventListener("message", ({ data }) => heard.push(String(data)));
      await once(socket, "open");
      socket.send(`40${JSON.stringify({ token: mallory.session.token })}`);
      await until(() => heard.some(frame => frame.startsWith('42["welcome"')), "the intruder to be let in");
      return { socket, closed: once(socket, "close") };
    };

    it("a frame of 20 MB", async () => {
      const { socket, closed } = await intrude();
      socket.send(`42["message:send",${JSON.stringify({ room: "general", text: "x".repeat(20_000_000) })}]`);
      await closed;
    });

    it("a frame of 20 MB from the usual client", async () => {
      const socket: ClientSocket = socketTo(here(), mallory.session.token, { reconnection: false });
      socket.connect();
      await until(() => socket.connected, "to be let in");
      socket.emit("message:send", { room: "general", text: "x".repeat(20_000_000), clientMessageId: "a" }, () => {});
      await until(() => socket.disconnected, "to be cut off");
    });

    it.each([
      ["no packet at all", "nonsense"],
      ["an event that is no JSON", '42["message:send",{'],
      ["an event that is no array", '42{"room":"general"}'],
      ["an event without a name", "42[]"],
      ["an event with a reserved name", '42["disconnect"]'],
      ["an event of too many attachments", '4599999999999-["message:send",{"_placeholder":true,"num":0}]'],
      ["an attachment that was not announced", Buffer.from("surprise")],
      ["a second CONNECT", "40"],
      ["an unknown type of packet", "49"],
      ["deep nesting in an attachment's packet", `451-["message:send",${"[".repeat(30_000)}${"]".repeat(30_000)}]`],
    ])("a malformed frame: %s", async (_what, frame) => {
      const { socket, closed } = await intrude();
      socket.send(frame);
      socket.send("44");
      socket.send(Buffer.from("more of it"));
      await closed;
    });

    it("no CONNECT at all, but an event", async () => {
      const socket = new WebSocket(url());
      await once(socket, "open");
      socket.send('42["message:send",{}]');
      await once(socket, "close");
    });

    it("long polling", async () => {
      const response = await fetch(`${here().socketUrl}/socket.io/?EIO=4&transport=polling`);
      expect(response.status).toBe(400);
    });

    it("an upgrade to a transport that there is not, and says why", async () => {
      const headers = { connection: "Upgrade", upgrade: "websocket" };
      const asked = get(`${here().socketUrl}/socket.io/?EIO=4&transport=pigeon`, { headers });
      const [answer] = (await once(asked, "response")) as [IncomingMessage];
      expect(await text(answer)).toBe("Transport unknown");
    });

    it("an HTTP request that is no handshake", async () => {
      expect((await fetch(`${here().socketUrl}/anything`)).status).toBe(404);
    });
  });

  it("is not: sending and closing at once; the message is in the log and others hear it", async () => {
    const listener = await Person.connect(house.replicas[1]);
    for (let n = 0; n < 10; n += 1) {
      const hasty = socketTo(here(), mallory.session.token, { reconnection: false });
      const text = `gone already ${n}`;
      hasty.once("connect", () => {
        hasty.emit("message:send", { room: "general", text, clientMessageId: `hasty-${n}` }, () => {});
        hasty.close();
      });
      hasty.connect();
      await until(() => listener.heard("general").includes(text), "others to hear it");
    }
    listener.leave();
  });

  it("is not: 200 connections of one user at once", async () => {
    const tabs = await Promise.all(
      Array.from({ length: 200 }, (_, n) => Person.connect(house.replicas[n % 2 === 0 ? 0 : 1], mallory.session)),
    );
    await mallory.say("general", "to all my tabs");
    for (const tab of tabs) {
      await until(() => tab.heard("general").includes("to all my tabs"), "every tab to hear it");
      tab.leave();
    }
  });

  it("asks nothing of a request without an ack", async () => {
    const send = { room: "general", text: "no receipt, please", clientMessageId: mallory.newId() };
    mallory.socket.emit("message:send", send, undefined as never);
    await until(() => mallory.heard("general").includes(send.text), "it to be said all the same");
  });
});
