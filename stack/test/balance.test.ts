import { once } from "node:events";
import { mkdir, mkdtemp, rm } from "node:fs/promises";
import { createServer, request } from "node:http";
import { createServer as createTcpServer } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { Duplex } from "node:stream";
import { type Balance, freePort, type Nginx, startNginx } from "@hubbub/stack";
import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";

const closing: (() => void)[] = [];
let dir: string;

beforeAll(async () => {
  dir = await mkdtemp(join(tmpdir(), "hubbub-balance-"));
  await mkdir(join(dir, "web"));
});

afterAll(async () => {
  for (const close of closing) close();
  await rm(dir, { recursive: true });
});

/** Takes every upgrade and keeps it open, as a replica does. */
async function living(port: number) {
  const open = new Set<Duplex>();
  const server = createServer().on("upgrade", (_, socket: Duplex) => {
    open.add(socket);
    socket.on("error", () => {}).on("close", () => open.delete(socket));
    socket.write("HTTP/1.1 101 Switching Protocols\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n\r\n");
  });
  await once(server.listen(port, "127.0.0.1"), "listening");
  closing.push(() => server.close());
  return {
    get count() {
      return open.size;
    },
    /** Ends so many connections; resolves when they are closed. */
    end: (count: number) =>
      Promise.all([...open].slice(0, count).map(socket => once(socket.destroy(), "close"))).then(() => {}),
  };
}

/** Counts the attempts to connect, and closes each. */
async function failing(port: number) {
  let attempts = 0;
  const server = createTcpServer(socket => {
    attempts += 1;
    socket.destroy();
  });
  await once(server.listen(port, "127.0.0.1"), "listening");
  return {
    get attempts() {
      return attempts;
    },
    stop: async () => void (await once(server.close(), "close")),
  };
}

describe.each<Balance>(["round_robin", "least_conn"])("nginx with BALANCE=%s", balance => {
  let nginx: Nginx;
  let ports: number[];

  beforeAll(async () => {
    const options = { dir: join(dir, balance), webRoot: join(dir, "web"), balance };
    nginx = await startNginx({ ...options, replicas: [{ ports: { socket: 1, http: 1 } }] });
    return () => nginx.stop();
  });

  beforeEach(async () => {
    ports = [await freePort(), await freePort(), await freePort(), await freePort()];
    await nginx.route(ports.map(port => ({ ports: { socket: port, http: port } })));
  });

  /** Resolves with the status of the answer. The connection stays open. */
  async function connect(): Promise<number | undefined> {
    const asking = request(`${nginx.url}/socket.io/?transport=websocket`, {
      headers: { connection: "Upgrade", upgrade: "websocket" },
    }).end();
    const [answer] = await Promise.race([once(asking, "upgrade"), once(asking, "response")]);
    closing.push(() => asking.destroy());
    return answer.statusCode;
  }

  /** At once, or one after the other. None of them sees that something is wrong. */
  async function everybodyGetsIn(count: number, how: "at once" | "in turn"): Promise<void> {
    const statuses: (number | undefined)[] = [];
    if (how === "at once") statuses.push(...(await Promise.all(Array.from({ length: count }, connect))));
    else for (let turn = 0; turn < count; turn += 1) statuses.push(await connect());
    expect(statuses).toEqual(Array.from({ length: count }, () => 101));
  }

  it("spreads 40 connections that are opened at once within a tenth of the mean", async () => {
    const replicas = await Promise.all(ports.map(living));
    await everybodyGetsIn(40, "at once");
    for (const { count } of replicas) expect(Math.abs(count - 10)).toBeLessThanOrEqual(1);
  });

  it("lets nobody see a replica that is dead, and gives it its part as soon as it is back", async () => {
    const [dead = 0, ...others] = ports;
    const replicas = await Promise.all(others.map(living));
    await everybodyGetsIn(30, "at once");
    await everybodyGetsIn(30, "in turn");
    for (const { count } of replicas) expect(Math.abs(count - 20)).toBeLessThanOrEqual(2);
    const back = await living(dead);
    await everybodyGetsIn(20, "in turn");
    expect(back.count).toBe(balance === "least_conn" ? 20 : 5);
  });

  it("asks a replica that fails no more than once for each connection", async () => {
    const [bad = 0, ...others] = ports;
    const broken = await failing(bad);
    const replicas = await Promise.all(others.map(living));
    await everybodyGetsIn(30, "in turn");
    expect(replicas.map(({ count }) => count)).toEqual([10, 10, 10]);
    expect(broken.attempts).toBeGreaterThan(0);
    expect(broken.attempts).toBeLessThanOrEqual(balance === "least_conn" ? 30 : 11);
    await broken.stop();
  });

  if (balance === "round_robin") return;

  it("sees at once who left", async () => {
    const replicas = await Promise.all(ports.map(living));
    await everybodyGetsIn(40, "at once");
    const before = replicas[0]?.count ?? 0;
    await replicas[0]?.end(before);
    await everybodyGetsIn(before, "in turn");
    expect(replicas[0]?.count).toBe(before);
  });
});
