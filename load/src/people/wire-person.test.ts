import { afterEach, beforeEach, expect, it, vi } from "vitest";
import { message, room, ScriptedReplica, user } from "../../test/support/scripted-replica.ts";
import { mint } from "../accounts/minting.ts";
import { FrameReader } from "./frames.ts";
import { Heads } from "./heads.ts";
import { Notes } from "./notes.ts";
import { clock, stamped } from "./texts.ts";
import { WirePerson } from "./wire-person.ts";

let replica: ScriptedReplica;
let notes: Notes;
let spent: (string | undefined)[];
let person: WirePerson;

beforeEach(async () => {
  replica = await ScriptedReplica.start();
  notes = new Notes();
  spent = [];
  person = new WirePerson(
    {
      ...{ url: replica.url, localAddress: undefined, rooms: [room], run: "run", notes, heads: new Heads() },
      getToken: async token => {
        spent.push(token);
        return mint("key", "simulated", Date.now());
      },
      random: () => 0,
    },
    new FrameReader(),
  );
  person.connect();
});

afterEach(async () => {
  person.leave();
  await replica.stop();
});

async function come(seq = 0): Promise<void> {
  await replica.connect();
  replica.welcome(seq);
  await vi.waitUntil(() => person.isReady);
}

it("joins the rooms that it is not in yet", async () => {
  await replica.connect();
  replica.welcome(0, { rooms: [] });
  const join = await replica.request();
  expect(join).toMatchObject({ name: "room:join", payload: { room } });
  expect(person.isReady).toBe(false);
  join.answer({ ok: true, room, position: { epoch: "e", seq: 7 }, messages: [] });
  await vi.waitUntil(() => person.isReady);
  expect(notes.counts).toMatchObject({ connected: 1, reconnected: 0 });
});

it("asks for what it was told of before it was told where it stands", async () => {
  await replica.connect();
  replica.welcome(0, { rooms: [] });
  const join = await replica.request();
  replica.batch(message(8));
  replica.tell("room:position", { room, epoch: "e", seq: 8 });
  join.answer({ ok: true, room, position: { epoch: "e", seq: 7 }, messages: [] });
  expect((await replica.request()).payload).toEqual({ positions: { [room]: { epoch: "e", seq: 7 } } });
});

it("times what others say, and not its own", async () => {
  await come();
  const said = stamped("run", clock(), 100);
  replica.batch(message(1, said), message(2, said, user.id), message(3, "of another run"));
  await vi.waitUntil(() => notes.counts.delivered === 2);
  expect(notes.takeSamples().delivery).toHaveLength(1);
});

it("asks the log for what a broadcast left out", async () => {
  await come(4);
  replica.batch(message(6));
  const { name, payload, answer } = await replica.request();
  expect([name, payload]).toEqual(["rooms:recover", { positions: { [room]: { epoch: "e", seq: 4 } } }]);
  expect(person.missing()).toEqual({ due: 2, lost: 2 });
  const joined = { position: { epoch: "e", seq: 6 }, recovered: true, messages: [message(5), message(6)] };
  answer({ ok: true, rooms: { [room]: joined } });
  await vi.waitUntil(() => notes.counts.delivered === 2);
  expect(notes.counts).toMatchObject({ gaps: 1, resyncs: 0 });
});

it("comes back with its position, and sends again what was not acked, under the same id", async () => {
  await come();
  person.say(room, "hello");
  const first = await replica.request();
  replica.cut();
  expect((await replica.connect()).positions).toEqual({ [room]: { epoch: "e", seq: 0 } });
  const missed = { position: { epoch: "e", seq: 1 }, recovered: true, messages: [message(1)] };
  replica.welcome(1, { recovery: { [room]: missed } });
  const again = await replica.request();
  expect(again.payload).toEqual(first.payload);
  again.answer({ ok: true, epoch: "e", message: message(2, "hello", user.id) });
  await vi.waitUntil(() => notes.counts.acked === 1);
  expect(notes.counts).toMatchObject({ sent: 1, reconnected: 1, cut: { lost: 1 }, caughtUp: 1, delivered: 0 });
  expect(notes.takeSamples().recovery).toHaveLength(1);
});

it("counts a refusal of a message, and does not send it again", async () => {
  await come();
  person.say(room, "hello");
  (await replica.request()).answer({ ok: false, error: { code: "forbidden", message: "no", temporary: false } });
  await vi.waitUntil(() => notes.counts.failed.forbidden === 1);
  expect(notes.counts.acked).toBe(0);
});

it("comes again where that is of use: with another token once, and never after a final refusal", async () => {
  await replica.connect();
  replica.refuse({ code: "unavailable", temporary: true });
  await replica.connect();
  replica.refuse({ code: "unauthenticated", temporary: false });
  await replica.connect();
  expect(spent.map(token => token !== undefined)).toEqual([false, false, true]);
  replica.refuse({ code: "forbidden", temporary: false });
  await vi.waitUntil(() => notes.counts.ended === 1);
  expect(notes.counts.refused).toEqual({ unavailable: 1, unauthenticated: 1, forbidden: 1 });
});
