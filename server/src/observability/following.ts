import type { Message, Trail, Trails } from "@hubbub/protocol";
import { broadcastSteps, deliverSteps, SpanKind, traceContext, traced, tracedLog } from "@hubbub/tracing";
import type { Handlers } from "../domain/caller.ts";
import type { NewMessage, Published } from "../domain/ports.ts";
import type { Logger } from "./logger.ts";
import { MessageLog } from "./message-log.ts";

interface Log<Result extends Published> {
  append(message: NewMessage): Promise<Result>;
}

type Tell = (room: string, epoch: string, messages: readonly Message[], trails: Trails | undefined) => void;

/** A batch that came from another replica or an emitter; `at` in ms since 1970. */
interface Arrival {
  readonly batch: { readonly room: string; readonly epoch: string; readonly messages: readonly Message[] };
  readonly trails: Trails;
  readonly at: number;
}

/** How messages are followed through this replica: by the log at level `debug`, and by traces. */
export interface Following {
  readonly log: <Result extends Published>(log: Log<Result>) => Log<Result>;
  readonly handlers: (handlers: Handlers) => Handlers;
  readonly broadcast: (tell: Tell) => Tell;
  /** Undefined where nobody follows anything: then all the others give back what they are given. */
  readonly follow:
    | ((sent: NewMessage, logged: Published, connection: string | undefined) => Trail | undefined)
    | undefined;
  readonly arrived: ((arrival: Arrival) => void) | undefined;
}

const asIs = <Value>(value: Value): Value => value;

export function createFollowing(logger: Logger, { isTraced }: { readonly isTraced: boolean }): Following {
  const lines = logger.isLevelEnabled("debug") ? new MessageLog(logger) : undefined;
  if (lines === undefined && !isTraced) {
    return { log: asIs, handlers: asIs, broadcast: asIs, follow: undefined, arrived: undefined };
  }
  return {
    log: isTraced ? tracedLog : asIs,
    handlers: isTraced ? tracedHandlers : asIs,
    broadcast: tell => followed(tell, lines),
    follow: ({ room }, { message, epoch, duplicate }, connection) => {
      const traceOfIt = isTraced ? traceContext() : undefined;
      if (lines === undefined && traceOfIt === undefined) return undefined;
      const trail = { ...(connection !== undefined && { connection }), ...traceOfIt };
      lines?.accepted({ room, epoch, messages: [message] }, trail, duplicate);
      return trail;
    },
    arrived: ({ batch, trails, at }) => {
      if (isTraced) deliverSteps(batch, trails, at);
      lines?.arrived(batch, trails);
    },
  };
}

const followed =
  (tell: Tell, lines: MessageLog | undefined): Tell =>
  (room, epoch, messages, trails) => {
    if (trails === undefined) return tell(room, epoch, messages, trails);
    const batch = { room, epoch, messages };
    const leaving = broadcastSteps(batch, trails);
    try {
      tell(room, epoch, messages, leaving.trails);
      leaving.end();
      lines?.broadcast(batch, leaving.trails);
    } catch (fault) {
      leaving.end(fault);
      throw fault;
    }
  };

/** Each request is a step, and what it does are steps of that. */
function tracedHandlers(handlers: Handlers): Handlers {
  const all = Object.entries(handlers).map(([name, handle]) => [
    name,
    (caller: { readonly id: string }, payload: object) => {
      const attributes = { "hubbub.connection": caller.id };
      return traced({ name, kind: SpanKind.SERVER, attributes }, () => (handle as Handle)(caller, payload));
    },
  ]);
  return Object.fromEntries(all);
}

type Handle = (caller: { readonly id: string }, payload: object) => Promise<object>;
