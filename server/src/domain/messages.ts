import { limits } from "@hubbub/protocol";
import type { Handler } from "./caller.ts";
import { type Heal, seemsForgotten } from "./healing.ts";
import type { Publisher, RateLimiter, RateRule } from "./ports.ts";

export const messageRate: RateRule = { burst: limits.messageBurst, perSecond: limits.messagesPerSecond };

interface Ports {
  readonly publisher: Publisher;
  readonly limiter: RateLimiter;
  readonly now: () => number;
  readonly heal: Heal;
}

/** The publisher knows whether the room exists and whether the user is in it: one atomic step with the append. */
export function sendMessage({ publisher, limiter, now, heal }: Ports): Handler<"message:send"> {
  return async (caller, { room, text, clientMessageId }) => {
    const { user } = caller;
    const at = now();
    await limiter.take(`message:${user.id}`, messageRate, at);
    const publish = () => publisher.publish({ room, kind: "text", user, text, clientMessageId, at });
    const { message, epoch } = await publish().catch(async error => {
      if (!seemsForgotten(error) || !caller.hears(room)) throw error;
      await heal();
      return publish();
    });
    return { message, epoch };
  };
}
