import { once } from "node:events";
import { type AddressInfo, connect, createServer, type Server, type Socket } from "node:net";
import { ManagedProcess } from "./process.ts";
import { findProgram } from "./programs.ts";

/** A Kafka for tests: one broker, in memory. */
export interface KafkaMock {
  /** `host:port`, where a client begins. */
  readonly brokers: string;
  stop(): Promise<void>;
}

/** Whether there can be one here. */
export const hasKafkaMock = (): boolean => findProgram("kcat", "KCAT") !== undefined;

const announced = /bootstrap\.servers=127\.0\.0\.1:(\d+)/;

/**
 * The mock cluster inside librdkafka, kept alive by a kcat that waits for messages. Topics are made when they are asked
 * for, with four partitions.
 */
export async function startKafkaMock(): Promise<KafkaMock> {
  const command = findProgram("kcat", "KCAT");
  if (command === undefined) throw new Error("kcat was not found: install it, or name its path in KCAT.");
  const args = ["-C", "-b", "replaced-by-the-mock", "-t", "kept-alive", "-X", "test.mock.num.brokers=1", "-d", "mock"];
  const kcat = await ManagedProcess.spawn({ name: "kcat", command, args });
  try {
    await kcat.until(kcat.line(announced));
    const [, port] = announced.exec(kcat.logs()) ?? [];
    const door = await openDoor(Number(port));
    return {
      brokers: `127.0.0.1:${(door.server.address() as AddressInfo).port}`,
      async stop() {
        door.close();
        await kcat.stop();
      },
    };
  } catch (error) {
    await kcat.kill();
    throw error;
  }
}

const listOffsets5 = Buffer.from([0, 2, 0, 0, 0, 5]);
const listOffsets3 = Buffer.from([0, 2, 0, 0, 0, 3]);

/**
 * Passes on what is said, but for one thing: librdkafka before 2.1 says that it speaks ListOffsets up to version 5, and
 * leaves out a field that came with 4.
 */
async function openDoor(port: number): Promise<{ readonly server: Server; close(): void }> {
  const sockets = new Set<Socket>();
  const server = createServer(client => {
    const broker = connect(port, "127.0.0.1");
    for (const [socket, other] of [
      [client, broker],
      [broker, client],
    ] as const) {
      sockets.add(socket);
      socket.on("error", () => {}).once("close", () => other.destroy());
    }
    client.pipe(broker);
    broker.on("data", (answer: Buffer) => {
      const at = answer.indexOf(listOffsets5);
      if (at >= 0) listOffsets3.copy(answer, at);
      client.write(answer);
    });
  });
  await once(server.listen(0, "127.0.0.1"), "listening");
  return {
    server,
    close() {
      server.close();
      for (const socket of sockets) socket.destroy();
    },
  };
}
