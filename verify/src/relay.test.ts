import { once } from "node:events";
import { connect, createServer, type Server, type Socket } from "node:net";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { Relay } from "./relay.ts";

/** Answers everything with itself. */
let echo: Server;
let relay: Relay;

const portOf = (server: Server): number => {
  const address = server.address();
  return address !== null && typeof address === "object" ? address.port : 0;
};

beforeEach(async () => {
  echo = createServer(socket => {
    socket.on("error", () => {});
    socket.pipe(socket);
  }).listen(0, "127.0.0.1");
  await once(echo, "listening");
  relay = await Relay.start({ host: "127.0.0.1", port: portOf(echo) });
});

afterEach(async () => {
  await relay.stop();
  echo.close();
});

async function caller(): Promise<Socket> {
  const socket = connect(relay.port, "127.0.0.1");
  socket.on("error", () => {});
  await once(socket, "connect");
  return socket;
}

/** Sends, and resolves with the time until as much came back. */
async function exchange(socket: Socket, text: string): Promise<{ heard: string; ms: number }> {
  const began = performance.now();
  socket.write(text);
  let heard = "";
  while (heard.length < text.length) heard += String((await once(socket, "data"))[0]);
  return { heard, ms: performance.now() - began };
}

const closed = (socket: Socket): Promise<void> => new Promise(resolve => socket.once("close", () => resolve()));

describe("a line", () => {
  it("passes on what is said, both ways, in order", async () => {
    const text = "abc".repeat(300_000);
    expect((await exchange(await caller(), text)).heard).toBe(text);
  });

  it("breaks when it is cut, and can be opened anew", async () => {
    const socket = await caller();
    await exchange(socket, "hello");
    const broken = closed(socket);
    relay.cut();
    await broken;
    expect((await exchange(await caller(), "again")).heard).toBe("again");
  });

  it("refuses everybody while it is closed", async () => {
    relay.close();
    await closed(connect(relay.port, "127.0.0.1").on("error", () => {}));
    relay.open();
    expect((await exchange(await caller(), "again")).heard).toBe("again");
  });

  it("takes longer, and keeps the order, when it is long", async () => {
    relay.turn({ delayMs: 40 });
    const { heard, ms } = await exchange(await caller(), "far away");
    expect(heard).toBe("far away");
    expect(ms).toBeGreaterThanOrEqual(79);
  });

  it("passes so many bytes a second when it is thin", async () => {
    relay.turn({ bytesPerSecond: 100_000 });
    const socket = await caller();
    await exchange(socket, "x".repeat(10_000));
    expect((await exchange(socket, "y")).ms).toBeGreaterThanOrEqual(50);
  });

  it("loses nothing of what it holds back", async () => {
    const socket = await caller();
    relay.turn({ hold: true });
    const held = exchange(socket, "patience");
    await exchange(await other(), "meanwhile");
    relay.turn({});
    expect((await held).heard).toBe("patience");
  });

  it("loses what it swallows, and breaks after that", async () => {
    const socket = await caller();
    await exchange(socket, "hello");
    relay.turn({ swallow: true });
    const heard: unknown[] = [];
    socket.on("data", bytes => heard.push(bytes));
    socket.write("nobody hears this");
    await exchange(await other(), "meanwhile");
    const broken = closed(socket);
    relay.turn({});
    await broken;
    expect(heard).toEqual([]);
  });

  it("leads new callers elsewhere", async () => {
    const loud = createServer(socket => socket.end("ELSEWHERE")).listen(0, "127.0.0.1");
    await once(loud, "listening");
    relay.lead({ host: "127.0.0.1", port: portOf(loud) });
    const [heard] = await once(await caller(), "data");
    expect(String(heard)).toBe("ELSEWHERE");
    loud.close();
  });

  /** Past the relay: what was written before it has arrived by then. */
  async function other(): Promise<Socket> {
    const socket = connect(portOf(echo), "127.0.0.1");
    await once(socket, "connect");
    return socket;
  }
});
