import { z } from "zod";
import { count, perMinute } from "./kinds.ts";

export const accountSettings = z.object({
  SCRYPT_COST: z.coerce
    .number()
    .int()
    .min(10)
    .max(20)
    .default(15)
    .describe("Cost of a password hash as a power of two (15: N = 2^15, r = 8, p = 3, 32 MiB)."),
  TOKEN_MINUTES: z.coerce.number().positive().max(1_440).default(15).describe("Lifetime of a token in minutes."),
  REFRESH_DAYS: z.coerce
    .number()
    .min(1)
    .max(400)
    .default(30)
    .describe("After this many days without a visit one has to sign in again."),
  SIGN_IN_FAILURES_PER_NAME: count.default(10).describe("Failed sign-ins in a row that one account name allows."),
  SIGN_IN_FAILURES_PER_NAME_PER_MINUTE: perMinute
    .default(2)
    .describe("How many failed sign-ins a minute one account name regains."),
  SIGN_IN_FAILURES_PER_ADDRESS: count.default(50).describe("Failed sign-ins in a row that one client address allows."),
  SIGN_IN_FAILURES_PER_ADDRESS_PER_MINUTE: perMinute
    .default(10)
    .describe("How many failed sign-ins a minute one client address regains."),
  SIGN_UPS_PER_ADDRESS: count.default(300).describe("New accounts in a row that one client address may make."),
  SIGN_UPS_PER_ADDRESS_PER_MINUTE: perMinute
    .default(300)
    .describe("How many new accounts a minute one client address regains."),
});

export type AccountRules = ReturnType<typeof accountsOf>;

export function accountsOf(settings: z.infer<typeof accountSettings>) {
  return {
    scryptCost: settings.SCRYPT_COST,
    tokenMs: settings.TOKEN_MINUTES * 60_000,
    refreshMs: settings.REFRESH_DAYS * 24 * 3_600_000,
    limits: {
      failuresPerName: {
        burst: settings.SIGN_IN_FAILURES_PER_NAME,
        perSecond: settings.SIGN_IN_FAILURES_PER_NAME_PER_MINUTE / 60,
      },
      failuresPerAddress: {
        burst: settings.SIGN_IN_FAILURES_PER_ADDRESS,
        perSecond: settings.SIGN_IN_FAILURES_PER_ADDRESS_PER_MINUTE / 60,
      },
      signUpsPerAddress: {
        burst: settings.SIGN_UPS_PER_ADDRESS,
        perSecond: settings.SIGN_UPS_PER_ADDRESS_PER_MINUTE / 60,
      },
    },
  };
}
