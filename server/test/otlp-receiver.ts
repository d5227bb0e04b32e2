import { once } from "node:events";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { buffer } from "node:stream/consumers";

/** A span as OTLP brought it, as far as tests look at it. */
export interface ReceivedSpan {
  readonly service: string;
  readonly instance: string;
  readonly traceId: string;
  readonly spanId: string;
  /** Empty for the first of a trace. */
  readonly parentId: string;
  readonly name: string;
  readonly attributes: Readonly<Record<string, string | undefined>>;
}

export interface OtlpReceiver {
  readonly url: string;
  readonly spans: readonly ReceivedSpan[];
  /** How often it refused some. */
  readonly refused: number;
  /** Refuses whatever comes from now on, or takes it again. */
  refuse(isRefusing: boolean): void;
  close(): Promise<void>;
}

/** Takes traces as a collector does: OTLP over HTTP, protobuf. */
export async function startOtlpReceiver(): Promise<OtlpReceiver> {
  const spans: ReceivedSpan[] = [];
  let refused = 0;
  let isRefusing = false;
  const server = createServer(async (request, response) => {
    const body = await buffer(request);
    const isTaken = request.method === "POST" && request.url === "/v1/traces" && !isRefusing;
    if (isTaken) spans.push(...spansOf(body));
    else refused += 1;
    response.writeHead(isTaken ? 200 : 400, { "content-type": "application/x-protobuf" }).end();
  });
  await once(server.listen(0, "127.0.0.1"), "listening");
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    spans,
    get refused() {
      return refused;
    },
    refuse(given) {
      isRefusing = given;
    },
    async close() {
      server.closeAllConnections();
      server.close();
      await once(server, "close");
    },
  };
}

/** The fields of a protobuf message by their numbers: those with a length as bytes, all others left out. */
function fieldsOf(message: Buffer): Map<number, Buffer[]> {
  const fields = new Map<number, Buffer[]>();
  let at = 0;
  const varint = () => {
    let value = 0;
    for (let shift = 1; ; shift *= 128) {
      const byte = message.readUInt8(at++);
      value += (byte & 127) * shift;
      if (byte < 128) return value;
    }
  };
  while (at < message.length) {
    const tag = varint();
    const [number, type] = [Math.floor(tag / 8), tag & 7];
    if (type === 0) varint();
    else if (type === 1) at += 8;
    else if (type === 5) at += 4;
    else {
      const end = varint() + at;
      fields.set(number, [...(fields.get(number) ?? []), message.subarray(at, end)]);
      at = end;
    }
  }
  return fields;
}

/** Numbers of fields as opentelemetry-proto 1.x has them. */
function spansOf(request: Buffer): ReceivedSpan[] {
  return all(request, 1).flatMap(resourceSpans => {
    const of = attributesOf(all(resourceSpans, 1)[0] ?? Buffer.of(), 1);
    const [service, instance] = [of["service.name"] ?? "", of["service.instance.id"] ?? ""];
    return all(resourceSpans, 2)
      .flatMap(scopeSpans => all(scopeSpans, 2))
      .map(span => ({
        ...{ service, instance },
        traceId: first(span, 1).toString("hex"),
        spanId: first(span, 2).toString("hex"),
        parentId: first(span, 4).toString("hex"),
        name: first(span, 5).toString(),
        attributes: attributesOf(span, 9),
      }));
  });
}

/** Those whose values are texts. */
const attributesOf = (message: Buffer, number: number): Record<string, string> =>
  Object.fromEntries(
    all(message, number).map(pair => [first(pair, 1).toString(), first(first(pair, 2), 1).toString()]),
  );

const all = (message: Buffer, number: number): Buffer[] => fieldsOf(message).get(number) ?? [];
const first = (message: Buffer, number: number): Buffer => all(message, number)[0] ?? Buffer.of();
