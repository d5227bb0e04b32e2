import { type Logged, limits, type User } from "@hubbub/protocol";
import type { Caller, Handler } from "./caller.ts";
import { type Heal, seemsForgotten } from "./healing.ts";
import type { NewMessage, Publisher, RateLimiter, RateRule } from "./ports.ts";

export const messageRate: RateRule = { burst: limits.messageBurst, perSecond: limits.messagesPerSecond };

interface AdmitPorts {
  readonly publisher: Publisher;
  readonly limiter: RateLimiter;
  readonly now: () => number;
}

interface Ports extends AdmitPorts {
  readonly heal: Heal;
  /** Brings a direct room to the other person. */
  readonly introduce: (room: string, speaker: User) => Promise<void>;
}

type Words = Omit<NewMessage, "user" | "at">;

/** The publisher knows whether the room exists and whether the user is in it: one atomic step with the append. */
export function sendMessage(ports: Ports): Handler<"message:send"> {
  return async (caller, payload) => {
    const publish = await admit(ports, caller, { kind: "text", ...payload });
    const logged = await publish().catch(async error => {
      if (!seemsForgotten(error) || !caller.hears(payload.room)) throw error;
      await ports.heal();
      return publish();
    });
    if (logged.message.seq === 1) await ports.introduce(payload.room, caller.user);
    return logged;
  };
}

/** The publisher knows whose the target is, too. A room that was forgotten has no messages to change. */
export function editMessage(ports: AdmitPorts): Handler<"message:edit"> {
  return async (caller, payload) => (await admit(ports, caller, { kind: "edit", ...payload }))();
}

export function removeMessage(ports: AdmitPorts): Handler<"message:remove"> {
  return async (caller, payload) => (await admit(ports, caller, { kind: "remove", text: "", ...payload }))();
}

/** Whatever goes into a log counts against the same rate. */
async function admit(
  { publisher, limiter, now }: AdmitPorts,
  { id, user }: Caller,
  words: Words,
): Promise<() => Promise<Logged>> {
  const at = now();
  await limiter.take(`message:${user.id}`, messageRate, at);
  return async () => {
    const { message, epoch } = await publisher.publish({ ...words, user, at }, id);
    return { message, epoch };
  };
}
