import { createHash, randomBytes } from "node:crypto";
import { once } from "node:events";
import { existsSync } from "node:fs";
import { mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { connect } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout } from "node:timers/promises";
import { findProgram, freePort, ManagedProcess, rootDir } from "@hubbub/stack";
import { run } from "../machine/run.ts";

export interface Broker {
  /** `host:port`. */
  readonly brokers: string;
  stop(): Promise<void>;
}

const pom = join(import.meta.dirname, "pom.xml");
const copyPlugin = "org.apache.maven.plugins:maven-dependency-plugin:3.8.1:copy-dependencies";

/** A Kafka broker of one node for tests, from the jars that Apache publishes. Rejects with what it would need. */
export async function startBroker(signal: AbortSignal): Promise<Broker> {
  const java = findProgram("java", "JAVA");
  if (java === undefined) {
    throw new Error("Name a Kafka in KAFKA_BROKERS, or install Java 17 and Maven, with which one is started here.");
  }
  const jars = await downloadJars(signal);
  const dir = await mkdtemp(join(tmpdir(), "hubbub-kafka-"));
  const port = await freePort();
  const config = join(dir, "server.properties");
  await writeFile(config, properties(dir, port, await freePort()));
  const kafka = (...args: string[]) => ["-Xmx512m", "-cp", join(jars, "*"), ...args];
  const cluster = randomBytes(16).toString("base64url");
  const format = kafka("kafka.tools.StorageTool", "format", "--cluster-id", cluster, "--config", config);
  const { code, output } = await run(java, format, { output: "kept", signal });
  if (code !== 0) throw new Error(`Kafka could not be prepared: ${output}`);
  const broker = await ManagedProcess.spawn({ name: "kafka", command: java, args: kafka("kafka.Kafka", config) });
  const stop = async () => {
    await broker.stop();
    await rm(dir, { recursive: true, force: true });
  };
  try {
    await broker.until(answers(broker, port), 60_000);
  } catch (error) {
    await stop();
    throw error;
  }
  return { brokers: `127.0.0.1:${port}`, stop };
}

/** The folder of the jars that the pom names; from Maven Central at the first time. */
async function downloadJars(signal: AbortSignal): Promise<string> {
  const named = createHash("sha256")
    .update(await readFile(pom))
    .digest("hex")
    .slice(0, 12);
  const jars = join(rootDir, ".cache/kafka", named);
  const complete = join(jars, ".complete");
  if (existsSync(complete)) return jars;
  const maven = findProgram("mvn", "MAVEN");
  if (maven === undefined) throw new Error("Name a Kafka in KAFKA_BROKERS, or install Maven, which downloads one.");
  console.log("Downloading the jars of a Kafka broker with Maven …");
  const args = [
    "--batch-mode",
    "--quiet",
    "--file",
    pom,
    copyPlugin,
    `-DoutputDirectory=${jars}`,
    "-DincludeScope=runtime",
  ];
  const { code, output } = await run(maven, args, { output: "kept", signal });
  if (code !== 0) throw new Error(`Maven could not download Kafka: ${output}`);
  await writeFile(complete, "");
  return jars;
}

function properties(dir: string, port: number, controllerPort: number): string {
  return `process.roles=broker,controller
node.id=1
controller.quorum.voters=1@127.0.0.1:${controllerPort}
listeners=PLAINTEXT://127.0.0.1:${port},CONTROLLER://127.0.0.1:${controllerPort}
controller.listener.names=CONTROLLER
log.dirs=${join(dir, "log")}
num.partitions=4
offsets.topic.replication.factor=1
transaction.state.log.replication.factor=1
transaction.state.log.min.isr=1
group.initial.rebalance.delay.ms=0
`;
}

/** Resolves when it listens, or is gone. */
async function answers(broker: ManagedProcess, port: number): Promise<void> {
  while (broker.running) {
    const socket = connect(port, "127.0.0.1");
    const isThere = await once(socket, "connect").then(
      () => true,
      () => false,
    );
    socket.destroy();
    if (isThere) return;
    await setTimeout(200);
  }
}
