import { type Ack, HubbubError, limits, type RequestName } from "@hubbub/protocol";
import { requestSchemas } from "@hubbub/protocol/schemas";
import type { Caller, Handlers } from "../domain/caller.ts";
import type { Telemetry } from "../domain/telemetry.ts";
import type { Journal } from "../observability/journal.ts";
import { parsePayload } from "./payloads.ts";
import { asRefusal } from "./refusal.ts";

interface Deps {
  readonly handlers: Handlers;
  readonly telemetry: Telemetry;
  readonly journal: Pick<Journal, "failed" | "requestRefused">;
}

/** Whom a request came from, and whether too many others of theirs are under way. */
type Asker = Caller & { readonly isBusy: boolean };

type Reply = (ack: Ack) => void;

/** Turns what a client sent into a request and its outcome into an ack. Never rejects. */
export class RequestDispatcher {
  readonly #deps: Deps;

  constructor(deps: Deps) {
    this.#deps = deps;
  }

  /** `event` is the name, the payload and, where the client wants one, the function that sends the ack. */
  async dispatch(caller: Asker, event: readonly unknown[], entered: Promise<unknown>): Promise<void> {
    const { telemetry, journal } = this.#deps;
    const began = performance.now();
    const [name, ...args] = event;
    const reply = replyOf(args);
    const known = isRequestName(name) ? name : "unknown";
    try {
      const answer = known === "unknown" ? notKnown(name) : await this.#answer(known, caller, args[0], entered);
      reply({ ok: true, ...answer });
      telemetry.answered(known, null, secondsSince(began));
    } catch (error) {
      const refusal = asRefusal(error, caller.id, journal);
      reply({ ok: false, error: refusal.toWire() });
      telemetry.answered(known, refusal.code, secondsSince(began));
      journal.requestRefused(caller.id, known, refusal);
    }
  }

  async #answer<Name extends RequestName>(name: Name, caller: Asker, payload: unknown, entered: Promise<unknown>) {
    if (caller.isBusy) throw tooManyAtOnce();
    const parsed = parsePayload(requestSchemas[name], payload, name);
    await entered;
    return this.#deps.handlers[name](caller, parsed);
  }
}

const isRequestName = (name: unknown): name is RequestName =>
  typeof name === "string" && Object.hasOwn(requestSchemas, name);

/** The last argument, where the client asked for an ack; else nobody listens. */
function replyOf(args: readonly unknown[]): Reply {
  const last = args.at(-1);
  return typeof last === "function" ? ack => last(ack) : () => {};
}

const tooManyAtOnce = () =>
  new HubbubError("rate_limited", `At most ${limits.requestsAtOnce} requests at once.`, { retryAfterMs: 1_000 });

function notKnown(name: unknown): never {
  throw new HubbubError("not_found", `There is no request ${String(name).slice(0, 50)}.`);
}

const secondsSince = (began: number): number => (performance.now() - began) / 1_000;
