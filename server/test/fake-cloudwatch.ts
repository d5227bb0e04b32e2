import { once } from "node:events";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { json } from "node:stream/consumers";

/** What `PutMetricData` sends. */
export interface Put {
  readonly Namespace: string;
  readonly MetricData: readonly {
    readonly MetricName: string;
    readonly Value: number;
    readonly Unit: string;
    /** Seconds since 1970. */
    readonly Timestamp: number;
    readonly Dimensions: readonly { readonly Name: string; readonly Value: string }[];
  }[];
}

/** An endpoint that takes what is put, and keeps it. `env` tells the AWS SDK of it. */
export async function startCloudWatch() {
  const puts: Put[] = [];
  let behaviour: "takes" | "refuses" | "is silent" = "takes";
  const server = createServer(async (request, response) => {
    const target = request.headers["x-amz-target"];
    const put = (await json(request)) as Put;
    if (behaviour === "is silent") return;
    const isRight = behaviour === "takes" && target === "GraniteServiceVersion20100801.PutMetricData";
    if (isRight) puts.push(put);
    response.writeHead(isRight ? 200 : 400, { "content-type": "application/x-amz-json-1.0" }).end("{}");
  });
  await once(server.listen(0, "127.0.0.1"), "listening");
  return {
    puts,
    env: {
      AWS_ENDPOINT_URL: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
      AWS_REGION: "eu-central-1",
      AWS_ACCESS_KEY_ID: "a-key-of-tests",
      AWS_SECRET_ACCESS_KEY: "a-secret-of-tests",
    },
    now: (does: typeof behaviour) => {
      behaviour = does;
    },
    async stop() {
      server.closeAllConnections();
      server.close();
      await once(server, "close");
    },
  };
}
