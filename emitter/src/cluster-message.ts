/**
 * What replicas with the sharded adapter say to each other, as `ClusterAdapter` of socket.io-adapter 2.5 reads it:
 * JSON, by SPUBLISH. A broadcast to one address goes to the channel of that address, everything else to one that
 * every replica hears. `emitter/test/delivery.test.ts` sends each of these to replicas of the installed version.
 */

/** Numbers of `MessageType` in socket.io-adapter. */
const broadcast = 3;
const socketsJoin = 4;
/** Of an event in socket.io-parser. */
const event = 2;

/** The sender. Replicas ignore only their own. */
const uid = "emitter";
const nsp = "/";

export interface ClusterPacket {
  readonly channel: string;
  readonly packet: string;
}

/** `addresses`: empty for everyone. `args`: the event's name and payload. */
export function broadcastPacket(
  channels: string,
  addresses: readonly string[],
  args: readonly unknown[],
): ClusterPacket {
  const [only] = addresses;
  const data = { packet: { type: event, nsp, data: args }, opts: optionsOf(addresses) };
  return {
    channel: only !== undefined && addresses.length === 1 ? `${shared(channels)}${only}#` : shared(channels),
    packet: JSON.stringify({ uid, nsp, type: broadcast, data }),
  };
}

/** All connections at `address` enter `room`. */
export function joinPacket(channels: string, address: string, room: string): ClusterPacket {
  const data = { opts: optionsOf([address]), rooms: [room] };
  return { channel: shared(channels), packet: JSON.stringify({ uid, nsp, type: socketsJoin, data }) };
}

const shared = (channels: string): string => `${channels}#${nsp}#`;

const optionsOf = (rooms: readonly string[]) => ({ rooms, except: [], flags: {} });
