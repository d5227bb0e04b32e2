import { expect, it } from "vitest";
import { ToldExporter } from "./told-exporter.ts";

it("tells the log of an outage once, and of its end once", () => {
  const lines: string[] = [];
  const tell = (_details: object, message: string) => void lines.push(message);
  let fault: Error | undefined;
  const exporter = new ToldExporter(
    {
      export: (_spans, done) => done(fault ? { code: 1, error: fault } : { code: 0 }),
      shutdown: async () => {},
    },
    { info: tell, warn: tell },
  );
  const codes: number[] = [];
  const send = () => exporter.export([], ({ code }) => void codes.push(code));

  send();
  fault = new Error("connect ECONNREFUSED");
  send();
  send();
  fault = undefined;
  send();

  expect(lines).toEqual(["traces do not arrive; what cannot be sent is lost", "traces arrive again"]);
  expect(codes).toEqual([0, 1, 1, 0]);
});
