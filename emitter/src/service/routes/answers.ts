/** What the service answers, as schemas: the compiler holds them to the contract, the document is made from them. */
import { errorCodes, type Message, type User, type WireError } from "@hubbub/protocol";
import { z } from "zod";
import type {
  DurableReceipt,
  EphemeralReceipt,
  HistoryPage,
  MemberReceipt,
  PersonPresence,
  RoomPresence,
} from "../../types.ts";
import type { Problem } from "../problems.ts";

const text = (description: string) => z.string().meta({ description });
const time = (description: string) =>
  z
    .number()
    .int()
    .meta({ description: `${description}, in ms since 1970` });
const count = (description: string) => z.number().int().min(0).meta({ description });

const receivers = count("How many replicas took it; with 0 nobody can have seen it");
const state = z.enum(["online", "away", "offline"]);

const user = z.strictObject({ id: z.string(), name: z.string() }) satisfies z.ZodType<User>;

const durableReceipt = z
  .strictObject({
    id: text("The idempotency key: the same again is the same message"),
    room: z.string(),
    epoch: text("Positions of different epochs cannot be compared"),
    seq: z.number().int().min(1).meta({ description: "The place in the room's log" }),
    receivers: count("How many replicas took the broadcast, where that is known").exactOptional(),
  })
  .meta({ description: "The room's log has the message." }) satisfies z.ZodType<DurableReceipt>;

const ephemeralReceipt = z
  .strictObject({ id: z.string(), receivers })
  .meta({ description: "It was passed on; nobody keeps it." }) satisfies z.ZodType<EphemeralReceipt>;

const memberReceipt = z.strictObject({ id: z.string(), room: z.string(), user, receivers }).meta({
  description: "The membership is as asked, whether it was before or not.",
}) satisfies z.ZodType<MemberReceipt>;

const personPresence = z.strictObject({
  user,
  state,
  lastSeen: time("When somebody who is offline went").exactOptional(),
}) satisfies z.ZodType<PersonPresence>;

const roomPresence = z.strictObject({
  room: z.string(),
  count: count("How many are online"),
  online: z
    .array(user.extend({ away: z.literal(true).exactOptional() }))
    .meta({ description: "Absent where they are too many to list" })
    .exactOptional(),
}) satisfies z.ZodType<RoomPresence>;

const message = z.strictObject({
  seq: z.number().int(),
  kind: z.enum(["text", "edit", "remove"]),
  user,
  text: text("Empty in a remove, and in what was removed since"),
  at: time("When it was said"),
  clientMessageId: z.string(),
  target: z.number().int().meta({ description: "The seq that an edit or a remove is about" }).exactOptional(),
}) satisfies z.ZodType<Message>;

const historyPage = z
  .strictObject({ messages: z.array(message), more: z.boolean().meta({ description: "Whether there are older ones" }) })
  .meta({ description: "In the order of seq; edits and removals are entries of their own." });
historyPage satisfies z.ZodType<HistoryPage>;

const error = z.strictObject({
  code: z.enum(Object.keys(errorCodes) as [WireError["code"], ...WireError["code"][]]),
  message: text("A sentence for a person who writes a client"),
  temporary: z.boolean().meta({ description: "Whether the same request may succeed later" }),
  retryAfterMs: z.number().exactOptional(),
}) satisfies z.ZodType<WireError>;

const problem = z
  .strictObject({
    type: z.string().meta({ format: "uri-reference", description: "Where this kind of problem is explained" }),
    title: z.string(),
    status: z.number().int(),
    detail: text("What is wrong with this request"),
    code: error.shape.code,
    temporary: error.shape.temporary,
    error,
  })
  .meta({ description: "RFC 9457." }) satisfies z.ZodType<Problem>;

const place = {
  index: count("Which call it was, from 0"),
  line: z.number().int().min(1).meta({ description: "Which line it was, from 1; of lines only" }).exactOptional(),
};

const outcome = z.union([
  z.strictObject({
    ...place,
    ok: z.literal(true),
    receipt: z.union([durableReceipt, memberReceipt, ephemeralReceipt]),
  }),
  z.strictObject({ ...place, ok: z.literal(false), error }),
]);

/** By the names that they have in the document. */
export const answers = {
  User: user,
  DurableReceipt: durableReceipt,
  EphemeralReceipt: ephemeralReceipt,
  MemberReceipt: memberReceipt,
  PersonPresence: personPresence,
  RoomPresence: roomPresence,
  Message: message,
  HistoryPage: historyPage,
  Error: error,
  Problem: problem,
  Outcome: outcome,
  Outcomes: z.strictObject({ outcomes: z.array(outcome) }).meta({ description: "In the order of the calls." }),
} as const;
