export interface Node {
  readonly host: string;
  readonly port: number;
}

export interface Login {
  readonly username?: string;
  readonly password?: string;
  readonly tls?: object;
}

/** The `options` are for ioredis. */
export type RedisLocation = { readonly nodes: readonly Node[] } & (
  | { readonly kind: "single"; readonly options: Login & Node & { readonly db: number } }
  | {
      readonly kind: "sentinel";
      readonly options: Login & { readonly sentinels: Node[]; readonly name: string; readonly db: number };
    }
  | { readonly kind: "cluster"; readonly options: Login }
);

const shape =
  /^(?<scheme>rediss?)(?:\+(?<kind>cluster|sentinel))?:\/\/(?:(?<username>[^:@/]*)(?::(?<password>[^@/]*))?@)?(?<hosts>[^@/?#]+)(?:\/(?<path>[^?#]*))?$/;
const brokenEscape = /%(?![0-9a-fA-F]{2})/;
const hostAndPort = /^(?<host>\[[0-9a-fA-F:.]+\]|[^:[\]]+)(?::(?<port>\d{1,5}))?$/;

/**
 * `redis://[user:password@]host[:port][/db]`, `redis+cluster://[…@]host:port,host:port` or
 * `redis+sentinel://[…@]host:port,host:port/master[/db]`; `rediss` for TLS. Null for anything else.
 */
export function locate(url: string): RedisLocation | null {
  const { scheme, kind = "single", username, password, hosts = "", path = "" } = shape.exec(url)?.groups ?? {};
  const nodes = hosts.split(",").map(host => nodeOf(host, kind === "sentinel" ? 26_379 : 6_379));
  if (scheme === undefined || brokenEscape.test(url) || !nodes.every(node => node !== null)) return null;
  const [first] = nodes;
  if (first === undefined || (kind === "single" && nodes.length > 1)) return null;
  const names = path === "" ? [] : path.split("/").map(decodeURIComponent);
  const master = kind === "sentinel" ? names.shift() : undefined;
  const db = Number(names.shift() ?? 0);
  if (names.length > 0 || !Number.isInteger(db) || db < 0) return null;
  const secured = { ...credentials(username, password), ...(scheme === "rediss" && { tls: {} }) };
  if (kind === "cluster") return db === 0 ? { kind, nodes, options: secured } : null;
  if (kind === "single") return { kind, nodes, options: { ...secured, ...first, db } };
  if (!master) return null;
  return {
    kind: "sentinel",
    nodes,
    options: { ...secured, sentinels: nodes, name: master, db },
  };
}

/** For messages: the hosts, without what is secret in the URL. */
export const whereIs = (url: string): string =>
  locate(url)
    ?.nodes.map(({ host, port }) => `${host.includes(":") ? `[${host}]` : host}:${port}`)
    .join(", ") ?? "an unknown place";

function nodeOf(text: string, usualPort: number): Node | null {
  const { host, port } = hostAndPort.exec(text)?.groups ?? {};
  if (host === undefined || Number(port ?? 1) > 65_535) return null;
  return { host: host.replace(/^\[|\]$/g, ""), port: Number(port ?? usualPort) };
}

function credentials(username: string | undefined, password: string | undefined) {
  return {
    ...(username && { username: decodeURIComponent(username) }),
    ...(password && { password: decodeURIComponent(password) }),
  };
}
