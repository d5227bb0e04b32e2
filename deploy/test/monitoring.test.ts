/** Real Prometheus, with the very rules, beside the product under load: each panel has data, each alert fires by its fault. */
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { type Rule, readRules } from "../src/rules.ts";
import { type Asked, faultOf, faultsOf, readQueries } from "./monitoring/dashboard.ts";
import { guess, stumble } from "./monitoring/faults.ts";
import { readGrafanaRule } from "./monitoring/grafana-rule.ts";
import { queueCall } from "./monitoring/load.ts";
import { exportedNames, metricsIn } from "./monitoring/metrics.ts";
import { checkConfig, playSlowFaults, slowAlerts, slowSeries } from "./monitoring/slow-faults.ts";
import { until } from "./monitoring/until.ts";
import { openWorld, type World } from "./monitoring/world.ts";

let world: World;
let queries: readonly Asked[];
let rules: readonly Rule[];

beforeAll(async () => {
  [queries, rules] = await Promise.all([readQueries(), readRules()]);
  world = await openWorld();
});

afterAll(() => world?.close());

const fired = new Set<string>();

/** Resolves when each of them has fired. */
const fire = (...alerts: string[]) => {
  const quiet = new Set(alerts);
  for (const alert of alerts) fired.add(alert);
  return until(async () => {
    for (const alert of await world.prometheus.firing()) quiet.delete(alert);
    return quiet.size === 0 ? null : `quiet: ${[...quiet].join(", ")}`;
  });
};

/** Resolves when nothing fires any more. */
const calm = () =>
  until(async () => {
    const firing = [...(await world.prometheus.firing())];
    return firing.length === 0 ? null : `firing: ${firing.join(", ")}`;
  });

describe("the product under load", () => {
  it("exports every metric that a panel or a rule asks for", async () => {
    const known = new Set([...(await exportedNames(world.stack)), ...rules.map(({ record }) => record)]);
    const asked = [...queries.map(({ query }) => query), ...rules.map(({ expr }) => expr)].flatMap(metricsIn);
    expect(asked.length).toBeGreaterThan(50);
    expect(asked.filter(name => !known.has(name))).toEqual([]);
  });

  it("gives data to every panel of the dashboard", async () => {
    await until(() => faultsOf(world.prometheus, queries));
  });

  it("gives none to a panel that asks for what nobody exports, or names what nobody tells apart", async () => {
    const asked: Asked = { panel: "Connections", query: "hubbub_connections", labels: ["instance"] };
    expect(await faultOf(world.prometheus, asked)).toBeNull();
    expect(await faultOf(world.prometheus, { ...asked, query: "hubbub_conections" })).toMatch(/no data/);
    expect(await faultOf(world.prometheus, { ...asked, query: "hubbub_connections * NaN" })).toMatch(/no number/);
    expect(await faultOf(world.prometheus, { ...asked, labels: ["replica"] })).toMatch(/nothing called replica/);
  });

  it("exports series like those on which slow faults are played", async () => {
    for (const query of await slowSeries()) expect(await world.prometheus.query(query), query).not.toEqual([]);
  });

  it("fires no alert", calm);
});

describe("the rules", () => {
  it("are well formed for Prometheus", checkConfig);

  it("fire by faults that take minutes, and only by those", playSlowFaults);
});

describe("an alert fires by its fault, and is quiet after it", () => {
  it("when Redis stops answering", async () => {
    const { redis } = world.stack;
    redis.pause();
    const knocking = setInterval(() => void world.load.knock(), 100);
    try {
      await fire(
        "HubbubRedisAway",
        "HubbubReplicaNotReady",
        "HubbubErrors",
        "HubbubConnectsRefused",
        "HubbubEmitterFails",
        "HubbubEmitterSourceDown",
      );
    } finally {
      clearInterval(knocking);
      redis.resume();
    }
    await calm();
  });

  it("when Redis and a replica stumble, again and again", async () => {
    const { redis, replicas } = world.stack;
    const falling = [stumble(redis, 1_500), ...replicas.slice(0, 1).map(replica => stumble(replica, 350))];
    try {
      await fire("HubbubRedisSlow", "HubbubAckSlow", "HubbubDeliverySlow", "HubbubEventLoopLag");
    } finally {
      for (const stop of falling) stop();
    }
    await calm();
  });

  it("when somebody guesses, and when a job writes nonsense", async () => {
    const stop = guess(world.stack.url);
    try {
      await queueCall(world.stack, "nonsense");
      await fire("HubbubAuthFailures", "HubbubEmitterDeadLetters");
    } finally {
      stop();
    }
  });

  it("when a replica crashes", async () => {
    await world.stack.replicas[2]?.kill();
    await fire("HubbubReplicaDown", "HubbubReplicaDied", "HubbubConnectionsNearLimit");
  });

  it("and Grafana's one rule with it, by its labels", async () => {
    const told = (await world.prometheus.query(await readGrafanaRule())).map(({ labels }) => labels);
    const instance = `127.0.0.1:${world.stack.replicas[2]?.ports.http}`;
    expect(told).toContainEqual({ alert: "HubbubReplicaDown", instance, severity: "warning" });
  });

  it("when nothing is left", async () => {
    await Promise.all([...world.stack.replicas, world.stack.emitter].map(part => part.kill()));
    await fire("HubbubNoReplica", "HubbubEmitterDown");
  });

  it("whichever it is", async () => {
    const alerts = rules.flatMap(({ alert }) => alert ?? []);
    expect([...fired, ...(await slowAlerts())].toSorted()).toEqual(alerts.toSorted());
  });
});
