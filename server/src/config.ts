import { readSettings, storeSettings } from "@hubbub/store";
import { tracingOf, tracingSettings } from "@hubbub/tracing";
import { z } from "zod";
import { accountSettings, accountsOf } from "./settings/accounts.ts";
import { deliveryOf, deliverySettings } from "./settings/delivery.ts";
import { limitSettings, limitsOf } from "./settings/limits.ts";
import { placeOf, placeSettings } from "./settings/place.ts";
import { presenceOf, presenceSettings } from "./settings/presence.ts";
import { pushOf, pushSettings } from "./settings/push.ts";
import { rebalancingOf, rebalancingSettings } from "./settings/rebalancing.ts";

/** Every variable that a replica reads beside those of its store and of traces. */
export const serverSettings = z.object({
  ...placeSettings.shape,
  ...presenceSettings.shape,
  ...deliverySettings.shape,
  ...limitSettings.shape,
  ...rebalancingSettings.shape,
  ...accountSettings.shape,
  ...pushSettings.shape,
});

export type Config = ReturnType<typeof readConfig>;

/** All settings of a replica, typed. Throws one Error whose message names the variable that is wrong. */
export function readConfig(env: Readonly<Record<string, string | undefined>>) {
  const settings = readSettings(serverSettings, env);
  return {
    ...placeOf(settings),
    presence: presenceOf(settings),
    ...deliveryOf(settings),
    ...limitsOf(settings),
    ...rebalancingOf(settings),
    auth: accountsOf(settings),
    ...pushOf(settings),
    store: readSettings(storeSettings, env),
    tracing: tracingOf(readSettings(tracingSettings, env)),
  };
}
