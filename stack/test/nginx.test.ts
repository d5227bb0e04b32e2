import { once } from "node:events";
import { mkdir, mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { createServer, request, type Server } from "node:http";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { freePort, type Nginx, NginxDaemon, startNginx } from "@hubbub/stack";
import { afterAll, beforeAll, describe, expect, it, vi } from "vitest";

const servers: Server[] = [];
let dir: string;
let nginx: Nginx;

/** Stands for a replica: answers with its name, and takes every upgrade. */
async function replica(name: string) {
  const listen = async (kind: string) => {
    const port = await freePort();
    const server = createServer((incoming, answer) => {
      answer.setHeader("x-host", incoming.headers.host ?? "");
      answer.setHeader("x-request", incoming.headers["x-request-id"] ?? "");
      answer.setHeader("x-for", incoming.headers["x-forwarded-for"] ?? "");
      answer.setHeader("x-content-type-options", "nosniff");
      answer.end(`${kind} ${name}`);
    });
    server.on("upgrade", (_, socket) => {
      socket.end(
        `HTTP/1.1 101 Switching Protocols\r\nUpgrade: websocket\r\nConnection: Upgrade\r\nX-Replica: ${name}\r\n\r\n`,
      );
    });
    servers.push(server.listen(port, "127.0.0.1"));
    await once(server, "listening");
    return port;
  };
  return { ports: { socket: await listen("socket"), http: await listen("api") } };
}

/** On a connection of its own: one that is kept alive may be closed by a reload just as it is used again. */
const get = (path: string) => fetch(`${nginx.url}${path}`, { headers: { connection: "close" } });
const read = async (path: string) => (await get(path)).text();

async function upgrade(): Promise<string> {
  const asking = request(`${nginx.url}/socket.io/?transport=websocket`, {
    headers: { connection: "Upgrade", upgrade: "websocket" },
  }).end();
  const [answer, socket] = await once(asking, "upgrade");
  socket.destroy();
  return answer.headers["x-replica"];
}

beforeAll(async () => {
  dir = await mkdtemp(join(tmpdir(), "hubbub nginx-"));
  await mkdir(join(dir, "web/assets"), { recursive: true });
  await writeFile(join(dir, "web/index.html"), "<title>Hubbub</title>");
  await writeFile(join(dir, "web/assets/main-1a2b.js"), "export {};");
  const replicas = [await replica("one"), await replica("two")];
  nginx = await startNginx({
    dir: join(dir, "nginx"),
    webRoot: join(dir, "web"),
    replicas,
    accessLog: join(dir, "access.log"),
  });
});

afterAll(async () => {
  await nginx.stop();
  for (const server of servers) server.close();
  await rm(dir, { recursive: true });
});

describe("nginx", () => {
  it("gives WebSocket connections to the replicas in turn, whichever worker takes them", async () => {
    const turns: string[] = [];
    for (let turn = 0; turn < 6; turn += 1) turns.push(await upgrade());
    expect(turns.filter(name => name === "one")).toHaveLength(3);
    expect(turns[0]).not.toBe(turns[1]);
  });

  it("forwards the API with the host that was asked and the client's address", async () => {
    const answer = await get("/api/rooms");
    expect(await answer.text()).toMatch(/^api (one|two)$/);
    expect(answer.headers.get("x-host")).toBe(`127.0.0.1:${nginx.port}`);
    expect(answer.headers.get("x-for")).toBe("127.0.0.1");
    expect(answer.headers.get("x-content-type-options")).toBe("nosniff");
  });

  it("gives each request an id of its own, which its log has with the replica that answered, and no query", async () => {
    const answer = await fetch(`${nginx.url}/api/rooms?token=secret`, { headers: { "x-request-id": "forged" } });
    const id = answer.headers.get("x-request");
    expect(id).toMatch(/^[0-9a-f]{32}$/);
    const line = await vi.waitFor(async () => {
      const lines = (await readFile(join(dir, "access.log"), "utf8")).split("\n");
      const found = lines.find(each => each.includes(`"request":"${id}"`));
      return JSON.parse(found ?? "");
    });
    expect(line).toMatchObject({
      path: "/api/rooms",
      status: "200",
      upstream: expect.stringMatching(/^127\.0\.0\.1:/),
    });
    expect(JSON.stringify(line)).not.toContain("secret");
  });

  it.each(["/metrics", "/healthz", "/readyz"])("keeps %s to itself", async path => {
    expect((await get(path)).status).toBe(404);
  });

  it("serves the web client for every other path, never from a cache without asking", async () => {
    const answer = await get("/rooms/general");
    expect(await answer.text()).toContain("Hubbub");
    expect(answer.headers.get("cache-control")).toBe("no-cache");
    expect(answer.headers.get("content-security-policy")).toContain("default-src 'self'");
  });

  it("lets assets be cached for ever, and does not make up those that are not there", async () => {
    const asset = await get("/assets/main-1a2b.js");
    expect(asset.headers.get("cache-control")).toContain("immutable");
    expect(asset.headers.get("content-type")).toBe("text/javascript");
    expect((await get("/assets/gone.js")).status).toBe(404);
  });

  it("refuses a body that is larger than any request", async () => {
    const answer = await fetch(`${nginx.url}/api/session`, { method: "POST", body: "x".repeat(100_000) });
    expect(answer.status).toBe(413);
  });

  it("asks the next replica when one is dead, and takes a new one into its round", async () => {
    const living = await replica("three");
    const dead = { ports: { socket: await freePort(), http: await freePort() } };
    await nginx.route([dead, living]);
    for (let turn = 0; turn < 6; turn += 1) {
      expect(await upgrade()).toBe("three");
      expect(await read("/api/rooms")).toBe("api three");
    }
  });

  it("lets everybody in at once when all replicas were away, however long those who come stay", async () => {
    const away = [await freePort(), await freePort()];
    await nginx.route(away.map(port => ({ ports: { socket: port, http: port } })));
    for (let turn = 0; turn < 6; turn += 1) expect((await knock()).status).toBe(502);
    for (const port of away) await welcoming(port);
    const guests = await Promise.all(Array.from({ length: 12 }, () => knock()));
    expect(guests.map(({ status }) => status)).toEqual(guests.map(() => 101));
    for (const { leave } of guests) leave();
  });

  it("lets another binary take over, and keeps its connections as long as it is let", async () => {
    const port = await freePort();
    await welcoming(port);
    const replicas = [{ ports: { socket: port, http: port } }];
    const daemon = await NginxDaemon.start({ dir: join(dir, "daemon"), webRoot: join(dir, "web"), replicas });
    try {
      const [before, master] = [await knock(daemon.url), await daemon.master];
      const old = await daemon.upgrade();
      const after = await knock(daemon.url);
      expect(old).toBe(master);
      expect(await daemon.master).not.toBe(old);
      expect([before.isOpen(), after.isOpen()]).toEqual([true, true]);
      await daemon.end(old);
      await before.closed;
      expect(after.isOpen()).toBe(true);
      after.leave();
    } finally {
      await daemon.stop();
    }
  });
});

/** Takes every upgrade, and keeps it open. */
async function welcoming(port: number): Promise<void> {
  const server = createServer();
  server.on("upgrade", (_, socket) => {
    socket.on("error", () => {});
    socket.write("HTTP/1.1 101 Switching Protocols\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n\r\n");
  });
  servers.push(server.listen(port, "127.0.0.1"));
  await once(server, "listening");
}

/** Asks for an upgrade, whatever the answer. */
async function knock(url = nginx.url) {
  const asking = request(`${url}/socket.io/?transport=websocket`, {
    headers: { connection: "Upgrade", upgrade: "websocket" },
  }).end();
  const [answer] = await Promise.race([once(asking, "upgrade"), once(asking, "response")]);
  const closed = once(answer.socket, "close");
  answer.socket.on("error", () => {});
  return {
    status: answer.statusCode as number | undefined,
    closed,
    isOpen: () => !answer.socket.destroyed,
    leave: () => asking.destroy(),
  };
}
