import { once } from "node:events";
import { createServer, isIPv4 } from "node:net";
import { UsageError } from "../options.ts";

/** What one source address is given, where nobody says otherwise: well below the ports that a system hands out. */
const usersPerAddress = 10_000;
const most = 1_000;

/** `127.0.0.2-127.0.0.9,10.0.0.5`, one by one. Throws a {@link UsageError}. */
export function readAddresses(list: string): string[] {
  const addresses = list.split(",").flatMap(part => {
    const [first = "", last = first] = part.split("-").map(each => each.trim());
    if (!isIPv4(first) || !isIPv4(last))
      throw new UsageError(`--addresses: ${part} is no IPv4 address or range of them.`);
    const [from, to] = [numberOf(first), numberOf(last)];
    if (to < from || to - from >= most) throw new UsageError(`--addresses: ${part} has to be 1 to ${most} addresses.`);
    return Array.from({ length: to - from + 1 }, (_, index) => written(from + index));
  });
  return [...new Set(addresses)];
}

/**
 * Where nobody names any. On Linux all of 127.0.0.0/8 is the machine's own; 127.0.0.1 is left to nginx, which needs a port of
 * it for each connection to a replica. Empty: the system's own choice.
 */
export function usualAddresses(users: number, isLoopback: boolean, platform: string): string[] {
  if (!isLoopback || platform !== "linux" || users <= usersPerAddress) return [];
  return Array.from({ length: Math.ceil(users / usersPerAddress) }, (_, index) => `127.0.0.${2 + index}`);
}

/** Rejects with a sentence where connections cannot come from one of them, or where they have too few ports. */
export async function checkAddresses(addresses: readonly string[], users: number, ports: number): Promise<void> {
  for (const address of addresses) {
    if (!(await isUsable(address))) throw new UsageError(`--addresses: ${address} is not this machine's.`);
  }
  const room = Math.max(1, addresses.length) * ports;
  if (users <= room) return;
  throw new UsageError(
    `${users} users need more source addresses: one has ${ports} ports. On this machine, say --addresses 127.0.0.2-127.0.0.${1 + Math.ceil(users / ports)}.`,
  );
}

async function isUsable(host: string): Promise<boolean> {
  const server = createServer();
  try {
    await once(server.listen({ port: 0, host }), "listening");
    server.close();
    return true;
  } catch {
    return false;
  }
}

const numberOf = (address: string): number => address.split(".").reduce((sum, part) => sum * 256 + Number(part), 0);

const written = (number: number): string =>
  [24, 16, 8, 0].map(shift => Math.floor(number / 2 ** shift) % 256).join(".");
