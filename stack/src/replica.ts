import { freePort } from "./ports.ts";
import { type Service, type ServiceOptions, startService } from "./service.ts";

export interface ReplicaPorts {
  readonly socket: number;
  readonly http: number;
}

export interface ReplicaOptions extends ServiceOptions {
  readonly id?: string | undefined;
  readonly ports?: ReplicaPorts | undefined;
}

export interface Replica extends Service {
  /** A restart gives it another: what the one before left behind has to be swept. */
  readonly id: string;
  readonly ports: ReplicaPorts;
  /** Where it speaks Socket.IO, `http://127.0.0.1:port`. */
  readonly socketUrl: string;
  /** Where it serves `/api`, `/healthz`, `/readyz` and `/metrics`. */
  readonly apiUrl: string;
}

/** A replica of its own. `stop` lets it drain. */
export async function startReplica(options: ReplicaOptions): Promise<Replica> {
  const ports = options.ports ?? { socket: await freePort(), http: await freePort() };
  const apiUrl = `http://127.0.0.1:${ports.http}`;
  const base = options.id ?? `replica-${ports.socket}`;
  let starts = 0;
  const id = () => (starts < 2 ? base : `${base}-${starts}`);
  const replica = await startService(
    {
      name: base,
      script: "server/src/main.ts",
      ports: [ports.socket, ports.http],
      probed: apiUrl,
      env: () => {
        starts += 1;
        return { SOCKET_PORT: `${ports.socket}`, HTTP_PORT: `${ports.http}`, HOST: "127.0.0.1", REPLICA_ID: id() };
      },
      facts: { ports, apiUrl, socketUrl: `http://127.0.0.1:${ports.socket}` },
    },
    options,
  );
  return Object.defineProperty(replica, "id", { get: id }) as typeof replica & { readonly id: string };
}
