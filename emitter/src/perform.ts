import { HubbubError } from "@hubbub/protocol";
import type { Call, CallOptions, Emitter, Receipt } from "./types.ts";

/** Runs one call, as the emitter's method of that name does. */
export function perform(emitter: Emitter, call: Call, options: CallOptions = {}): Promise<Receipt> {
  switch (call.verb) {
    case "announce":
      return emitter.announce(call.room, call.text, { ...options, idempotencyKey: call.idempotencyKey });
    case "message":
      return emitter.message(call.user, call.text, { ...options, idempotencyKey: call.idempotencyKey });
    case "notify":
      return emitter.notify(call.target, { kind: call.kind, title: call.title, text: call.text }, options);
    case "disconnect":
      return emitter.disconnect(call.user, options);
    case "join":
      return emitter.join(call.user, call.room, options);
    case "leave":
      return emitter.leave(call.user, call.room, options);
    default:
      call satisfies never;
      return Promise.reject(new HubbubError("invalid_payload", "There is no such verb."));
  }
}
