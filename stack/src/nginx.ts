import { mkdir, readFile, writeFile } from "node:fs/promises";
import { availableParallelism, networkInterfaces, platform } from "node:os";
import { join, resolve } from "node:path";
import { type Part, startPart } from "./part.ts";
import { rootDir } from "./paths.ts";
import { freePort } from "./ports.ts";
import { requireProgram } from "./programs.ts";
import { answersHttp } from "./readiness.ts";
import type { ReplicaPorts } from "./replica.ts";

/** How new connections are shared out. */
export type Balance = "round_robin" | "least_conn";

export interface NginxOptions {
  /** For its configuration and its temporary files; nothing outside is read or written. */
  readonly dir: string;
  readonly replicas: readonly { readonly ports: ReplicaPorts }[];
  /** The built web client. */
  readonly webRoot: string;
  /** Default: `round_robin`. */
  readonly balance?: Balance | undefined;
  readonly port?: number | undefined;
  /** Whether other machines can reach it. Default: no. */
  readonly everywhere?: boolean | undefined;
  readonly logFile?: string | undefined;
  /** Default: no request is logged. */
  readonly accessLog?: string | undefined;
}

export interface Nginx extends Part {
  readonly port: number;
  readonly url: string;
  /** New connections go to these from now on; the others end when their clients leave. */
  route(replicas: NginxOptions["replicas"]): Promise<void>;
}

const configDir = join(rootDir, "nginx");
export const workers = Number(process.env.WORKERS) || Math.min(availableParallelism(), 4);

/** nginx as any user, in front of `replicas`. */
export async function startNginx(options: NginxOptions): Promise<Nginx> {
  const { command, args, hosts, port, url, write } = await prepareNginx(options);
  const nginx = await startPart(
    {
      name: "nginx",
      command,
      args: [...args, "-g", "daemon off;"],
      ports: [port],
      hosts,
      logFile: options.logFile,
      ready: (_, signal) => answersHttp(`${url}/`, signal, "any"),
    },
    { port, url },
  );
  return Object.assign(nginx, {
    route: async (replicas: NginxOptions["replicas"]) => {
      await write(replicas);
      await nginx.until(process => {
        const rerouted = process.nextLines(/gracefully shutting down/, workers);
        process.tell("SIGHUP");
        return rerouted;
      });
    },
  });
}

/** Its configuration is written, and nothing runs. */
export async function prepareNginx(options: NginxOptions) {
  const dir = resolve(options.dir);
  const port = options.port ?? (await freePort());
  const config = join(dir, "nginx.conf");
  const hosts = options.everywhere ? everyAddress() : ["127.0.0.1"];
  const { webRoot, balance = "round_robin", accessLog } = options;
  const write = async (replicas: NginxOptions["replicas"]) =>
    writeFile(config, await render({ port, hosts, replicas, webRoot, balance, accessLog }));
  await mkdir(join(dir, "temp"), { recursive: true });
  await write(options.replicas);
  return {
    command: requireProgram("nginx", "NGINX"),
    args: ["-p", `${dir}/`, "-c", config, "-e", "stderr"],
    url: `http://127.0.0.1:${port}`,
    ...{ dir, hosts, port, write },
  };
}

interface Variables {
  readonly port: number;
  readonly hosts: readonly string[];
  readonly replicas: NginxOptions["replicas"];
  readonly webRoot: string;
  readonly balance: Balance;
  readonly accessLog: string | undefined;
}

async function render({ port, hosts, replicas, webRoot, balance, accessLog }: Variables): Promise<string> {
  const servers = (port: (ports: ReplicaPorts) => number) =>
    replicas.map(({ ports }) => `server 127.0.0.1:${port(ports)} max_fails=0;`).join("\n    ");
  const values: Record<string, string> = {
    USER: process.getuid?.() === 0 ? `user root ${platform() === "darwin" ? "wheel" : "root"};` : "",
    WORKERS: String(workers),
    NGINX: configDir,
    BALANCE: balance,
    ACCESS_LOG: accessLog === undefined ? "off" : `"${resolve(accessLog)}" hubbub`,
    WEB_ROOT: resolve(webRoot),
    LISTEN: hosts.map(host => `listen ${listenAddress(host, port)};`).join("\n    "),
    SOCKET_SERVERS: servers(ports => ports.socket),
    API_SERVERS: servers(ports => ports.http),
  };
  const template = await readFile(join(configDir, "native.conf.template"), "utf8");
  return template.replace(/\$\{([A-Z_]+)\}/g, (whole, name: string) => values[name] ?? whole);
}

function everyAddress(): string[] {
  const hasIpv6 = Object.values(networkInterfaces()).some(found => found?.some(({ family }) => family === "IPv6"));
  return hasIpv6 ? ["0.0.0.0", "::"] : ["0.0.0.0"];
}

const listenAddress = (host: string, port: number): string =>
  host.includes(":") ? `[${host}]:${port} ipv6only=on` : `${host}:${port}`;
