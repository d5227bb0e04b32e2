import type { Message, Trails, User } from "@hubbub/protocol";
import { expect, it } from "vitest";
import { Publisher } from "./publisher.ts";
import type { Appended, NewMessage } from "./room-log.ts";

const user: User = { id: "adaadaada", name: "Ada" };
const draft = (text: string, room = "lounge"): NewMessage => ({
  room,
  kind: "text",
  user,
  text,
  clientMessageId: text,
  at: 1,
});

/** A log that answers when it is told to, so that tests choose the order. */
function publisherOver({ broken = false } = {}) {
  const answers: ((seq: number, fields?: Partial<Appended>) => void)[] = [];
  const sent: [room: string, epoch: string, seqs: number[]][] = [];
  const faults: unknown[] = [];
  const append = ({ room: _, ...body }: NewMessage) =>
    new Promise<Appended>(resolve =>
      answers.push((seq, fields) =>
        resolve({ message: { seq, ...body }, epoch: "e1", duplicate: false, isTrimmed: false, ...fields }),
      ),
    );
  const broadcast = (room: string, epoch: string, messages: readonly Message[]) => {
    if (broken) throw new Error("no adapter");
    sent.push([room, epoch, messages.map(message => message.seq)]);
  };
  const onFault = (fault: unknown) => faults.push(fault);
  const rhythm = { endOfTurn: setImmediate, after: (_ms: number, run: () => void) => setImmediate(run) };
  const publisher = new Publisher({ log: { append }, broadcast, onFault, rhythm });
  return { publisher, answers, sent, faults };
}

const endOfTurn = () => new Promise(setImmediate);

it("broadcasts nothing before the log has the message", async () => {
  const { publisher, answers, sent } = publisherOver();
  const published = publisher.publish(draft("a"));
  await endOfTurn();
  expect(sent).toEqual([]);
  answers[0]?.(1);
  expect((await published).message.seq).toBe(1);
  await endOfTurn();
  expect(sent).toEqual([["lounge", "e1", [1]]]);
});

it("gathers what a room's log took in one turn into one batch, in order of seq", async () => {
  const { publisher, answers, sent } = publisherOver();
  const published = ["a", "b", "c"].map(text => publisher.publish(draft(text)));
  for (const [index, seq] of [3, 1, 2].entries()) answers[index]?.(seq);
  await Promise.all(published);
  await endOfTurn();
  expect(sent).toEqual([["lounge", "e1", [1, 2, 3]]]);
});

it("keeps rooms and epochs apart", async () => {
  const { publisher, answers, sent } = publisherOver();
  const published = [draft("a"), draft("b", "attic"), draft("c")].map(message => publisher.publish(message));
  answers[0]?.(9);
  answers[1]?.(1);
  answers[2]?.(1, { epoch: "e2" });
  await Promise.all(published);
  await endOfTurn();
  expect(sent).toEqual([
    ["lounge", "e1", [9]],
    ["attic", "e1", [1]],
    ["lounge", "e2", [1]],
  ]);
});

it("broadcasts a retry again, and twice in one turn only once", async () => {
  const { publisher, answers, sent } = publisherOver();
  const published = [publisher.publish(draft("a")), publisher.publish(draft("a"))];
  answers[0]?.(1);
  answers[1]?.(1, { duplicate: true });
  expect((await Promise.all(published)).map(each => each.duplicate)).toEqual([false, true]);
  await endOfTurn();
  expect(sent).toEqual([["lounge", "e1", [1]]]);
  const retry = publisher.publish(draft("a"));
  answers[2]?.(1, { duplicate: true });
  await retry;
  await endOfTurn();
  expect(sent).toHaveLength(2);
});

it("does not fail what is published when the broadcast does, and reports it", async () => {
  const { publisher, answers, faults } = publisherOver({ broken: true });
  const published = [publisher.publish(draft("a")), publisher.publish(draft("b", "attic"))];
  answers[0]?.(1);
  answers[1]?.(1);
  expect(await Promise.all(published)).toHaveLength(2);
  await endOfTurn();
  expect(faults.map(String)).toEqual(["Error: no adapter", "Error: no adapter"]);
});

it("does not broadcast again what the log has dropped", async () => {
  const { publisher, answers, sent } = publisherOver();
  const retry = publisher.publish(draft("a"));
  answers[0]?.(1, { duplicate: true, isTrimmed: true });
  expect(await retry).toMatchObject({ message: { seq: 1 } });
  await endOfTurn();
  expect(sent).toEqual([]);
});

it("hands on how each message is followed, with the batch that it leaves in", async () => {
  const batches: [seqs: number[], trails: Trails | undefined][] = [];
  const came: unknown[] = [];
  const publisher = new Publisher({
    log: {
      append: async ({ room: _, ...body }) => {
        const message = { ...body, seq: Number(body.text) };
        return { message, epoch: "e1", duplicate: false, isTrimmed: false };
      },
    },
    broadcast: (_room, _epoch, messages, trails) => void batches.push([messages.map(({ seq }) => seq), trails]),
    onFault: () => {},
    follow(sent, { epoch, message }, connection) {
      came.push([sent.room, epoch, message.seq, connection]);
      return connection === undefined ? undefined : { connection };
    },
  });
  await Promise.all([publisher.publish(draft("1"), "c1"), publisher.publish(draft("2"))]);
  publisher.flush();
  await publisher.publish(draft("3"));
  publisher.flush();
  expect(came).toEqual([
    ["lounge", "e1", 1, "c1"],
    ["lounge", "e1", 2, undefined],
    ["lounge", "e1", 3, undefined],
  ]);
  expect(batches).toEqual([
    [[1, 2], { 1: { connection: "c1" } }],
    [[3], undefined],
  ]);
});
