import { connect } from "node:tls";
import type { RedisLocation } from "./location.ts";

const patienceMs = 1_000;

/**
 * Why the first server or sentinel and we do not agree on TLS; undefined where we do, or nobody is there. Of sentinels and
 * nodes of a cluster ioredis says no more than that the connection is closed.
 */
export function tlsFault({ nodes: [node], options: { tls } }: RedisLocation): Promise<unknown> {
  if (node === undefined || tls === undefined) return Promise.resolve(undefined);
  return new Promise(resolve => {
    const socket = connect({ ...node, ...tls, timeout: patienceMs });
    const end = (fault?: unknown) => {
      socket.destroy();
      resolve(fault);
    };
    // Our certificate is refused only after we took the other one.
    socket.once("secureConnect", () => socket.write("PING\r\n"));
    socket.once("error", end);
    for (const event of ["data", "timeout", "close"]) socket.once(event, () => end());
  });
}
