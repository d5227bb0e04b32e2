export { HubbubError } from "@hubbub/protocol";
export { connectEmitter, type EmitterOptions } from "./connect.ts";
export type {
  DurableOptions,
  DurableReceipt,
  Emitter,
  EphemeralReceipt,
  NoticeInput,
  Receipt,
  Target,
  UserRef,
} from "./types.ts";
