import { createServer, connect as dial, type Socket } from "node:net";

/** A line to a replica that the test can cut or lead elsewhere, as a balancer or a bad network does. */
export interface Relay {
  readonly url: string;
  /** New connections go there. */
  target: string;
  /** How many connections were opened so far. */
  readonly opened: number;
  cut(): void;
  stop(): Promise<void>;
}

export async function startRelay(target: string): Promise<Relay> {
  const open = new Set<Socket>();
  const server = createServer(near => {
    relay.opened += 1;
    const { hostname, port } = new URL(relay.target);
    const far = dial(Number(port), hostname);
    for (const [end, other] of [[near, far] as const, [far, near] as const]) {
      open.add(end);
      end.on("error", () => end.destroy());
      end.on("close", () => {
        open.delete(end);
        other.destroy();
      });
      end.pipe(other);
    }
  });
  await new Promise<void>(resolve => server.listen(0, "127.0.0.1", resolve));
  const address = server.address();
  if (address === null || typeof address === "string") throw new Error("The relay has no port");
  const relay = {
    url: `http://127.0.0.1:${address.port}`,
    target,
    opened: 0,
    cut() {
      for (const end of open) end.destroy();
    },
    async stop() {
      relay.cut();
      await new Promise(resolve => server.close(resolve));
    },
  };
  return relay;
}
