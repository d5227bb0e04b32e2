import { lookup } from "node:dns/promises";
import { BlockList, isIP, isIPv6 } from "node:net";
import { networkInterfaces } from "node:os";
import { UsageError } from "../options.ts";

/** How names are resolved, and which addresses are this machine's. */
export interface Surroundings {
  resolve(host: string): Promise<readonly string[]>;
  readonly own: readonly string[];
}

const loopback = new BlockList();
loopback.addSubnet("127.0.0.0", 8);
loopback.addAddress("::1", "ipv6");
/** Who dials these reaches their own machine. */
const unspecified: readonly string[] = ["0.0.0.0", "::"];

export const isLoopback = (address: string): boolean => loopback.check(address, isIPv6(address) ? "ipv6" : "ipv4");

/**
 * The address that `url` leads to, an IPv4 one where there is one. Rejects, before anything is sent there, where any of its
 * addresses is not this machine's, unless it `mayBeRemote`.
 */
export async function checkTarget(url: string, mayBeRemote: boolean, around: Surroundings = here()): Promise<string> {
  const host = new URL(url).hostname.replace(/^\[|\]$/g, "");
  const found = isIP(host) === 0 ? await around.resolve(host) : [host];
  const [first] = found;
  if (first === undefined) throw new UsageError(`${host} has no address.`);
  const isOwn = (address: string) =>
    isLoopback(address) || unspecified.includes(address) || around.own.includes(address);
  const foreign = found.find(address => !isOwn(address));
  if (foreign !== undefined && !mayBeRemote) {
    throw new UsageError(
      `${host} is ${foreign}, which is not this machine. Who may load that one says --remote yes-i-may.`,
    );
  }
  return found.find(address => !isIPv6(address)) ?? first;
}

const here = (): Surroundings => ({
  async resolve(host) {
    const found = await lookup(host, { all: true }).catch(() => []);
    return found.map(({ address }) => address);
  },
  own: Object.values(networkInterfaces()).flatMap(each => each?.map(({ address }) => address) ?? []),
});

/** The same address, dialled without asking for its name ten thousand times; where TLS needs the name, it stays. */
export function dialled(url: string, address: string): string {
  const { protocol, host, port } = new URL(url);
  if (protocol === "https:") return `${protocol}//${host}`;
  return `${protocol}//${isIPv6(address) ? `[${address}]` : address}:${port || 80}`;
}
