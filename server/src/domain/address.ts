/** Where a request came from. `trusted` proxies in front are believed, as with `trust proxy` of Express. */
export function clientAddress(remote: string | undefined, forwardedFor: string | undefined, trusted: number): string {
  const named = forwardedFor === undefined ? [] : forwardedFor.split(",").map(address => address.trim());
  const chain = [remote ?? "", ...named.reverse()];
  return chain[Math.min(trusted, chain.length - 1)] ?? "";
}

/**
 * What one customer of a provider has: of IPv6 a whole /64, as `2001:db8:0:1::/64`. An address of IPv4 stands for itself,
 * also where it is written as one of IPv6.
 */
export function addressBlock(address: string): string {
  const ipv4 = /^::ffff:([\d.]+)$/i.exec(address)?.[1] ?? address;
  if (!ipv4.includes(":")) return ipv4.slice(0, longest);
  const [before = [], after = []] = ipv4.split("::").map(groupsOf);
  const zeros = Array.from({ length: 8 - before.length - after.length }, () => "0");
  const groups = [...before, ...zeros, ...after];
  return `${groups.slice(0, 4).join(":")}::/64`.slice(0, longest);
}

const longest = 45;

const groupsOf = (part: string): string[] =>
  part === "" ? [] : part.split(":").map(group => Number.parseInt(group, 16).toString(16));
