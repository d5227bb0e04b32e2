import { limits } from "@hubbub/protocol";
import type { Handler } from "./caller.ts";
import type { Publisher, RateLimiter, RateRule } from "./ports.ts";

export const messageRate: RateRule = { burst: limits.messageBurst, perSecond: limits.messagesPerSecond };

interface Ports {
  readonly publisher: Publisher;
  readonly limiter: RateLimiter;
  readonly now: () => number;
}

/** The publisher knows whether the room exists and whether the user is in it: one atomic step with the append. */
export function sendMessage({ publisher, limiter, now }: Ports): Handler<"message:send"> {
  return async ({ user }, { room, text, clientMessageId }) => {
    const at = now();
    await limiter.take(`message:${user.id}`, messageRate, at);
    const { message, epoch } = await publisher.publish({ room, kind: "text", user, text, clientMessageId, at });
    return { message, epoch };
  };
}
