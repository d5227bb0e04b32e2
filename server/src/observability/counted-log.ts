import { HubbubError, type MessageKind } from "@hubbub/protocol";
import type { Telemetry } from "../domain/telemetry.ts";

/** The same log, counted. */
export const countedLog = <
  Message extends { readonly kind: MessageKind },
  Appended extends { readonly duplicate: boolean },
>(
  log: { append(message: Message): Promise<Appended> },
  telemetry: Pick<Telemetry, "appended">,
) => ({
  async append(message: Message): Promise<Appended> {
    try {
      const appended = await log.append(message);
      telemetry.appended(message.kind, appended.duplicate ? "duplicate" : "appended");
      return appended;
    } catch (error) {
      telemetry.appended(message.kind, error instanceof HubbubError ? error.code : "internal");
      throw error;
    }
  },
});
