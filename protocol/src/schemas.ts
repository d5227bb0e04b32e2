/** The shapes of everything that a client sends. A replica parses with these; a browser need not load them. */
import { z } from "zod";
import { isNamedRoomId, isRoomId, isUserId } from "./addresses.ts";
import type { Payload, RequestName } from "./events.ts";
import type { Credentials } from "./http.ts";
import { limits } from "./limits.ts";

/** The marker of an issue that is answered with `too_large` instead of `invalid_payload`. */
export const tooLarge = "too_large";

const room = z.string().max(100).refine(isRoomId, "is not a room id");
const namedRoom = z.string().max(100).refine(isNamedRoomId, "is not the id of a public or private room");
const user = z.string().refine(isUserId, "is not a user id");
const seq = z.number().int().min(0).max(Number.MAX_SAFE_INTEGER);
/** Milliseconds since 1970, up to what a Date can hold. */
const time = z.number().int().min(0).max(8_640_000_000_000_000);
const epoch = z.string().min(1).max(64);
const position = z.object({ epoch, seq });

/** Counts code points, and only where the cheaper bound of UTF-16 units does not settle it. */
const isShortEnough = (text: string): boolean =>
  text.length <= limits.textLength || (text.length <= 2 * limits.textLength && [...text].length <= limits.textLength);

const text = z
  .string()
  .refine(value => value.trim().length > 0, "is empty")
  .refine(value => value.isWellFormed(), "has a lone surrogate")
  .refine(isShortEnough, { message: `has more than ${limits.textLength} characters`, params: { code: tooLarge } });

const clientMessageId = z.string().regex(/^[\x21-\x7e]{1,64}$/, "needs 1 to 64 printable ASCII characters");

const targeted = { room, target: seq.min(1), clientMessageId, targetId: clientMessageId.optional() };

/** Names are compared without case; see {@link accountKey}. */
const name = z
  .string()
  .max(limits.nameLength)
  .regex(
    /^[\p{L}\p{N}][\p{L}\p{N}_.-]*$/u,
    "needs letters, digits, dot, dash or underscore, and begins with a letter or digit",
  );

const title = z
  .string()
  .trim()
  .refine(value => value.length > 0, "is empty")
  .refine(value => value.isWellFormed() && !/\p{Cc}/u.test(value), "has a control character or a lone surrogate")
  .refine(value => [...value.slice(0, 2 * limits.titleLength + 1)].length <= limits.titleLength, {
    message: `has more than ${limits.titleLength} characters`,
    params: { code: tooLarge },
  });

/** What a name or a title may begin with. */
const search = z.object({
  prefix: z
    .string()
    .trim()
    .min(1)
    .max(limits.titleLength)
    .refine(value => value.isWellFormed(), "has a lone surrogate"),
  limit: z.number().int().min(1).max(limits.foundLength),
});

const password = z.string().min(limits.passwordMin).max(limits.passwordMax);

export const credentials: z.ZodType<Credentials> = z.object({ name, password });

/** No more than `most` of them. */
const positions = (most: number) =>
  z.record(room, position).refine(rooms => Object.keys(rooms).length <= most, {
    message: `names more than ${most} rooms`,
    params: { code: tooLarge },
  });

/** `positions` of the CONNECT packet. */
export const connectPositions = positions(limits.connectRooms);

/** One schema a request, checked against the types of `events.ts` by the compiler. */
export const requestSchemas: { [Name in RequestName]: z.ZodType<Payload<Name>> } = {
  "room:join": z.object({ room, position: position.optional() }),
  "room:leave": z.object({ room }),
  "room:history": z.object({ room, before: seq.min(1), limit: z.number().int().min(1).max(limits.historyLength) }),
  "rooms:recover": z.object({ positions: positions(limits.recoverRooms) }),
  "message:send": z.object({ room, text, clientMessageId }),
  "message:edit": z.object({ ...targeted, text }),
  "message:remove": z.object(targeted),
  "direct:open": z.union([z.object({ user }), z.object({ name })]),
  "room:create": z.object({ room: namedRoom, kind: z.enum(["public", "private"]), title: title.optional() }),
  "room:change": z
    .object({ room, title: title.optional(), owner: user.optional() })
    .refine(change => change.title !== undefined || change.owner !== undefined, "changes nothing"),
  "room:invite": z.union([z.object({ room, user }), z.object({ room, name })]),
  "room:remove": z.object({ room, user }),
  "room:mute": z.object({ room, user, until: time }),
  "room:ban": z.object({ room, user, banned: z.boolean() }),
  "room:members": z.object({
    room,
    after: z.string().min(1).max(limits.memberCursorLength).optional(),
    limit: z.number().int().min(1).max(limits.membersLength),
  }),
  "people:find": search,
  "rooms:find": search,
  "activity:set": z.object({ idle: z.boolean() }),
  "presence:set": z.object({ away: z.boolean() }),
  "typing:set": z.object({ room, typing: z.boolean() }),
  "read:mark": z.object({ room, seq, epoch: epoch.optional() }),
  "session:renew": z.object({ token: z.string().min(1).max(4_096) }),
  "session:probe": z.object({}),
};

export { clientMessageId, name as userName, namedRoom, room as roomId, text as messageText, user as userId };

/** The form of a name that must be unique: `Ada`, `ada` and full-width `ＡＤＡ` are one account. */
export const accountKey = (accountName: string): string => accountName.normalize("NFKC").toLowerCase();
