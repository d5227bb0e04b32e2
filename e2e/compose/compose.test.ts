import { freePort } from "@hubbub/stack";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { Engine } from "./engine.ts";
import { type Person, sees, signUp, signUpElsewhere } from "./people.ts";
import { untilSeen } from "./prometheus.ts";

const port = await freePort();
const prometheusPort = await freePort();
const engine = new Engine(`hubbub-test-${port}`, { PORT: `${port}`, PROMETHEUS_PORT: `${prometheusPort}` });
const url = `http://127.0.0.1:${port}`;
const people: Person[] = [];

beforeAll(() => engine.logged("up", "--build", "--detach", "--wait", "--scale", "server=3"), 900_000);

afterAll(async () => {
  for (const person of people) person.chat.close();
  await engine.logged("--profile", "monitoring", "down", "--volumes", "--timeout", "20");
  await engine.removeImages(["server", "emitter", "nginx"]);
}, 120_000);

const servicesOf = async (...options: string[]) =>
  (await engine.read(...options, "config", "--services")).split("\n").sort();

const replicas = () => new Set(people.map(person => person.replica()));

describe("docker compose up with 3 replicas", () => {
  it("serves people on all three, who talk with each other", async () => {
    people.push(await signUp(url, "ada"));
    people.push(await signUpElsewhere(url, "bob", replicas(), 8));
    people.push(await signUpElsewhere(url, "eve", replicas(), 8));
    for (const person of people) await person.chat.send("general", `hello from ${person.name}`);
    for (const reader of people) for (const writer of people) await sees(reader, `hello from ${writer.name}`);
  });

  it("lets a job in a container announce", async () => {
    await engine.read("exec", "-T", "emitter", "hubbub-emit", "announce", "general", "Deploy at 17:00");
    for (const person of people) await sees(person, "Deploy at 17:00");
  });

  it("runs nothing as root but what the images of others begin with", async () => {
    for (const service of ["server", "emitter", "nginx"]) {
      expect(await engine.read("exec", "-T", service, "id", "-u")).not.toBe("0");
    }
  });

  it("has no secret in an image, and one for all replicas in the volume", async () => {
    for (const service of ["server", "emitter", "nginx"]) {
      const [environment = ""] = await engine.inspect(service, "{{json .Config.Env}}");
      expect(environment).not.toMatch(/secret=|password|_key=/i);
    }
    const read = (index: number) =>
      engine.read("exec", "-T", "--index", String(index), "server", "cat", "/var/lib/hubbub/secrets/jwt");
    expect(await read(1)).toBe(await read(2));
  });

  it("is watched where the profile is asked for, by a Prometheus that finds each replica", async () => {
    expect(await servicesOf()).toEqual(["emitter", "nginx", "redis", "server"]);
    const watching = ["emitter", "grafana", "nginx", "prometheus", "redis", "server"];
    expect(await servicesOf("--profile", "monitoring")).toEqual(watching);
    await engine.logged("up", "--detach", "--wait", "--no-recreate", "--no-deps", "prometheus");
    await untilSeen(prometheusPort, "hubbub-server", 3);
    await untilSeen(prometheusPort, "hubbub-emitter", 1);
  });

  it("serves through a fourth after up --scale, without a restart of nginx and with everybody still connected", async () => {
    const [started] = await engine.inspect("nginx", "{{.State.StartedAt}}");
    await engine.logged("up", "--detach", "--wait", "--no-recreate", "--scale", "server=4");
    people.push(await signUpElsewhere(url, "dan", replicas(), 40));
    await people.at(-1)?.chat.send("general", "hello from the fourth");
    for (const person of people) await sees(person, "hello from the fourth");
    expect(people.map(person => person.losses())).toEqual(people.map(() => 0));
    expect(await engine.inspect("nginx", "{{.State.StartedAt}}")).toEqual([started]);
    await untilSeen(prometheusPort, "hubbub-server", 4);
  });

  it("shares out connections as BALANCE says", async () => {
    const show = (balance: string) =>
      engine.read("run", "--rm", "--no-deps", "-T", "--env", `BALANCE=${balance}`, "nginx", "nginx", "-T");
    expect(await show("least_conn")).toMatch(/^least_conn;$/m);
    expect(await show("round_robin")).not.toMatch(/^least_conn;$/m);
  });

  it("showed every message once and in order to everybody", () => {
    for (const { seen } of people)
      expect(seen.map(message => message.seq)).toEqual(seen.map((_, index) => (seen[0]?.seq ?? 0) + index));
  });
});
