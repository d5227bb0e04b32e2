import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { type Nginx, startNginx } from "@hubbub/stack";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { type House, openHouse } from "./house.ts";
import { type Address, Person, refusalOf, signUp, socketTo } from "./people.ts";
import { until } from "./until.ts";

const once = { reconnection: false };
let house: House;

beforeAll(async () => {
  house = await openHouse({ MAX_CONNECTIONS: "4" });
});
afterAll(() => house.stop());

const report = async ({ apiUrl }: Address) => {
  const answer = await fetch(`${apiUrl}/readyz`);
  return { status: answer.status, ...((await answer.json()) as { reasons: string[] }) };
};

/** So many at the same time; with those who were let in at once. */
async function crowd(count: number, address: Pick<Address, "socketUrl">) {
  const { token } = await signUp(house.replicas[0]);
  const sockets = Array.from({ length: count }, () => socketTo(address, token, once));
  const data: unknown[] = [];
  let answers = 0;
  for (const socket of sockets) {
    socket.once("welcome", () => {
      answers += 1;
    });
    socket.once("connect_error", error => {
      answers += 1;
      data.push("data" in error ? error.data : error.message);
    });
    socket.connect();
  }
  await until(() => answers === count, `${count} answers`);
  const leave = () => {
    for (const socket of sockets) socket.close();
  };
  return { data, letIn: sockets.filter(({ connected }) => connected), leave };
}

const full = { code: "unavailable", temporary: true };

describe("a full replica", () => {
  it("refuses exactly those who are too many, says that it is not ready, and serves those who are in", async () => {
    const [replica] = house.replicas;
    const { data, letIn, leave } = await crowd(12, replica);
    expect(letIn).toHaveLength(4);
    expect(data).toEqual(Array.from({ length: 8 }, () => full));
    expect(await report(replica)).toMatchObject({ status: 503, reasons: ["This replica has its 4 connections."] });
    expect((await fetch(`${replica.apiUrl}/healthz`)).status).toBe(200);
    expect(await letIn[0]?.timeout(5_000).emitWithAck("session:probe", {})).toEqual({ ok: true });
    const metrics = await (await fetch(`${replica.apiUrl}/metrics`)).text();
    expect(metrics).toContain('hubbub_connects_refused_total{code="unavailable"} 8');
    expect(metrics).toContain("hubbub_connections_limit 4");
    leave();
    await until(async () => (await report(replica)).status === 200, "the replica to be ready again");
  });

  it("is passed over by nginx; only where all are full the client is refused, and told so", async () => {
    const [one, other] = house.replicas;
    const dir = await mkdtemp(join(tmpdir(), "hubbub-limits-"));
    let nginx: Nginx | undefined;
    try {
      nginx = await startNginx({ dir, webRoot: dir, replicas: [one, other] });
      const here = await crowd(4, one);
      const there = await crowd(4, { socketUrl: nginx.url });
      expect(there.letIn).toHaveLength(4);
      const { token } = await signUp(one);
      expect(await refusalOf(socketTo({ socketUrl: nginx.url }, token, once))).toMatchObject(full);
      here.leave();
      there.leave();
    } finally {
      await nginx?.stop();
      await rm(dir, { recursive: true, force: true });
    }
  });

  it("takes nobody in above the memory watermark", async () => {
    const heavy = await house.replica({ env: { MEMORY_WATERMARK_MB: "1" }, waitUntil: "alive" });
    await until(async () => (await report(heavy)).reasons[0]?.includes("1 MB of memory") ?? false, "the watermark");
    const { token } = await signUp(heavy);
    expect(await refusalOf(socketTo(heavy, token, once))).toMatchObject(full);
    await heavy.kill();
  });
});

describe("one client address", () => {
  it("opens so many connections in a row, as nginx tells the address, and then is told when to come back", async () => {
    const env = { CONNECTIONS_PER_ADDRESS: "2", CONNECTIONS_PER_ADDRESS_PER_MINUTE: "60", MAX_CONNECTIONS: "20" };
    const replica = await house.replica({ env });
    const session = await signUp(replica);
    const from = (address: string) => ({ ...once, extraHeaders: { "x-forwarded-for": `192.0.2.1, ${address}` } });
    for (const address of ["203.0.113.5", "203.0.113.5", "2001:db8::1", "2001:db8::2", "198.51.100.1"]) {
      (await Person.connect(replica, session, from(address))).leave();
    }
    for (const address of ["203.0.113.5", "2001:db8::3"]) {
      const { code, retryAfterMs = 0 } = await refusalOf(socketTo(replica, session.token, from(address)));
      expect(code).toBe("rate_limited");
      expect(retryAfterMs).toBeGreaterThan(0);
      expect(retryAfterMs).toBeLessThanOrEqual(1_000);
    }
    await replica.kill();
  });
});
