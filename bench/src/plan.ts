/** How much is measured. */
export interface Plan {
  readonly workers: number;
  readonly rounds: number;
  readonly perSecond: readonly number[];
  readonly load: { readonly clients: number; readonly warmUpMs: number; readonly windowMs: number };
  readonly stormClients: number;
  /** In each round: a storm is over in a second, which a machine may have a good or a bad one of. */
  readonly storms: number;
  readonly idleConnections: number;
}

/** About nine minutes. */
const whole: Plan = {
  workers: 2,
  rounds: 3,
  perSecond: [50, 500],
  load: { clients: 1_000, warmUpMs: 2_000, windowMs: 5_000 },
  stormClients: 2_000,
  storms: 3,
  idleConnections: 4_000,
};

/** About four minutes, and rougher. */
const short: Plan = { ...whole, rounds: 1, load: { ...whole.load, warmUpMs: 1_000, windowMs: 3_000 } };

export const plans = { whole, short };
