/** The three measurements. Each leaves the system without clients. */
import { setTimeout as delay } from "node:timers/promises";
import { CoreClients } from "./core-clients.ts";
import type { Crew } from "./load/crew.ts";
import type { Tally } from "./load/orders.ts";
import { cpuMs, residentBytes } from "./process-cost.ts";
import { quantile } from "./statistics.ts";
import { type System, untilQuiet } from "./systems.ts";

export interface LoadSample {
  readonly perSecond: number;
  readonly sent: number;
  readonly acked: number;
  /** How many of all the deliveries that were due were made within the time. */
  readonly delivered: number;
  readonly share: number;
  /** Processor time of the servers for one delivered message, in µs. */
  readonly cpuMicros: number;
  readonly redisCpuMicros: number;
  readonly ackMs: Quantiles;
  readonly deliveryMs: Quantiles;
}

export interface Quantiles {
  readonly p50: number;
  readonly p99: number;
}

export interface Load {
  readonly clients: number;
  readonly perSecond: number;
  readonly warmUpMs: number;
  readonly windowMs: number;
}

/** Some of the clients speak to all of them at a steady rate. */
export async function measureLoad(system: System, crew: Crew, redis: number, load: Load): Promise<LoadSample> {
  await enter(system, crew, load.clients);
  await crew.all("speak", () => [load.perSecond / crew.size]);
  await delay(load.warmUpMs);
  await crew.all("countAnew", () => []);
  const before = { servers: cpuMs(system.pids), redis: cpuMs([redis]) };
  await delay(load.windowMs);
  const tallies = await crew.all("tally", () => []);
  const spent = { servers: cpuMs(system.pids) - before.servers, redis: cpuMs([redis]) - before.redis };
  await leave(system, crew);
  const sum = (count: (tally: Tally) => number) => tallies.reduce((total, tally) => total + count(tally), 0);
  const sent = sum(tally => tally.sent);
  const delivered = sum(tally => tally.delivered);
  return {
    perSecond: load.perSecond,
    sent,
    acked: sum(tally => tally.acked),
    delivered,
    share: delivered / (sent * load.clients),
    cpuMicros: (spent.servers * 1_000) / delivered,
    redisCpuMicros: (spent.redis * 1_000) / delivered,
    ackMs: quantiles(tallies.flatMap(tally => tally.ackMs)),
    deliveryMs: quantiles(tallies.flatMap(tally => tally.deliveryMs)),
  };
}

export interface IdleSample {
  readonly connections: number;
  readonly bytesPerConnection: number;
}

/**
 * The memory of connections that say nothing. Counted is what it grows by from a tenth of them on, with which it has become quiet
 * as well: what a server needs before there is anybody, and what it keeps while there is nobody, is no connection's.
 */
export async function measureIdle(system: System, crew: Crew, connections: number): Promise<IdleSample> {
  const few = connections / 10;
  await enter(system, crew, few);
  await settle(system);
  const before = residentBytes(system.pids);
  await crew.all("leave", () => []);
  await enter(system, crew, connections);
  await settle(system);
  const bytesPerConnection = (residentBytes(system.pids) - before) / (connections - few);
  await leave(system, crew);
  return { connections, bytesPerConnection };
}

export interface StormSample {
  readonly clients: number;
  /** From the first dial to the last client that is back, with all that it missed. */
  readonly backMs: number;
  /** Processor time of the servers for each of them, in ms. */
  readonly cpuMsPerClient: number;
  /** The clients of them that are the client core; null for a peer. */
  readonly coreBackMs: Quantiles | null;
}

const awayMs = 500;
const missedMessages = 20;

/** Everybody is cut off at once, and comes back at once. Who has a log reads what was said meanwhile. */
export async function measureStorm(system: System, crew: Crew, clients: number): Promise<StormSample> {
  const cores = system.name === "hubbub" ? await CoreClients.enter(system, clients / 50) : null;
  await enter(system, crew, clients - (cores?.size ?? 0));
  await untilQuiet(system);
  cores?.cut();
  await crew.all("scatter", () => []);
  await Promise.all([delay(awayMs), cores?.say(missedMessages)]);
  const [began, spent] = [performance.now(), cpuMs(system.pids)];
  const [missed, coreBackMs] = await Promise.all([crew.all("comeBack", () => []), cores?.comeBack()]);
  const backMs = performance.now() - began;
  const cpuMsPerClient = (cpuMs(system.pids) - spent) / clients;
  const expected = cores === null ? 0 : missedMessages;
  if (missed.flat().some(count => count !== expected)) throw new Error("A client did not get what it had missed.");
  cores?.leave();
  await leave(system, crew);
  return { clients, backMs, cpuMsPerClient, coreBackMs: coreBackMs === undefined ? null : quantiles(coreBackMs) };
}

async function enter({ name, ports, tokens }: System, crew: Crew, clients: number): Promise<void> {
  const share = tokens.length / crew.size;
  const size = Math.ceil(clients / crew.size);
  await crew.all("enter", worker => [
    { dialect: name, ports, size, tokens: tokens.slice(worker * share, (worker + 1) * share) },
  ]);
}

/** Resolves when the system has forgotten them. */
async function leave(system: System, crew: Crew): Promise<void> {
  await crew.all("leave", () => []);
  await delay(system.lingersMs);
  await untilQuiet(system);
}

/** V8 looks every 8 s whether it is quiet, and collects what a burst left behind; its first look still sees the burst. */
async function settle(system: System): Promise<void> {
  await untilQuiet(system);
  await delay(30_000);
}

const quantiles = (values: readonly number[]): Quantiles => ({
  p50: quantile(values, 0.5),
  p99: quantile(values, 0.99),
});
