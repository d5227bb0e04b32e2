import type { Trails } from "@hubbub/protocol";

/**
 * What replicas with the sharded adapter say to each other, as `ClusterAdapter` of socket.io-adapter 2.5 reads it:
 * JSON, by SPUBLISH. A broadcast to one address goes to the channel of that address, everything else to one that
 * every replica hears. `emitter/test/delivery.test.ts` sends each of these to replicas of the installed version.
 */

/** Numbers of `MessageType` in socket.io-adapter. */
const broadcast = 3;
const disconnectSockets = 6;
const serverSideEmit = 9;
/** Of an event in socket.io-parser. */
const event = 2;

/** The sender. Replicas ignore only their own. */
const uid = "emitter";
const nsp = "/";

export interface ClusterPacket {
  readonly channel: string;
  readonly packet: string;
}

interface BroadcastOptions {
  /** By the channel of all, in any case. */
  readonly isShared?: boolean;
  /** How messages of the event are followed. */
  readonly trails?: Trails | undefined;
}

/** `addresses`: empty for everyone. `args`: the event's name and payload. */
export function broadcastPacket(
  channels: string,
  addresses: readonly string[],
  args: readonly unknown[],
  { isShared = false, trails }: BroadcastOptions = {},
): ClusterPacket {
  const [only] = addresses;
  const hasOwn = !isShared && only !== undefined && addresses.length === 1;
  const data = { packet: { type: event, nsp, data: args, trails }, opts: optionsOf(addresses) };
  return message(hasOwn ? `${shared(channels)}${only}#` : shared(channels), broadcast, data);
}

/** All connections at `address` are closed. */
export const disconnectPacket = (channels: string, address: string): ClusterPacket =>
  message(shared(channels), disconnectSockets, { opts: optionsOf([address]), close: true });

/** To the replicas themselves. */
export const replicasPacket = (channels: string, args: readonly unknown[]): ClusterPacket =>
  message(shared(channels), serverSideEmit, { packet: args });

const message = (channel: string, type: number, data: object): ClusterPacket => ({
  channel,
  packet: JSON.stringify({ uid, nsp, type, data }),
});

const shared = (channels: string): string => `${channels}#${nsp}#`;

const optionsOf = (rooms: readonly string[]) => ({ rooms, except: [], flags: {} });
