export { HubbubError } from "@hubbub/protocol";
export { connectEmitter, type EmitterOptions } from "./connect.ts";
export { callSchema } from "./payloads.ts";
export { perform } from "./perform.ts";
export type {
  BatchOptions,
  Call,
  CallOptions,
  DurableOptions,
  DurableReceipt,
  Emitter,
  EphemeralReceipt,
  HistoryOptions,
  HistoryPage,
  MemberReceipt,
  NoticeInput,
  Outcome,
  PersonPresence,
  PresenceOf,
  Receipt,
  RoomPresence,
  Target,
  UserRef,
} from "./types.ts";
