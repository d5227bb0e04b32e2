import { type Attributes, SpanKind, traced } from "@hubbub/tracing";

/** One call is one step of whatever the caller does; its receipt says of what. */
export const tracedCall = <Value extends object>(verb: string, call: () => Promise<Value>): Promise<Value> =>
  traced({ name: verb, kind: SpanKind.INTERNAL, attributes: {} }, call, attributesOf);

function attributesOf(answer: { id?: string; room?: string; seq?: number; receivers?: number }): Attributes {
  const { id, room, seq, receivers } = answer;
  return {
    ...(id !== undefined && { "messaging.message.id": id }),
    ...(room !== undefined && { "hubbub.room": room }),
    ...(seq !== undefined && { "hubbub.seq": seq }),
    ...(receivers !== undefined && { "hubbub.receivers": receivers }),
  };
}
