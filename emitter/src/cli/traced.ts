import { readSettings } from "@hubbub/store";
import { openTracing, type TracingRules, tracingOf, tracingSettings, within } from "@hubbub/tracing";

type Env = Readonly<Record<string, string | undefined>>;

/** Runs the command as a step of the one that TRACEPARENT names, as schedulers set it; it is sent where all traces go. */
export async function runTraced<Value>(
  env: Env,
  complain: (text: string) => void,
  work: () => Promise<Value>,
): Promise<Value> {
  const { TRACEPARENT: traceparent, TRACESTATE: tracestate } = env;
  const warn = (_details: object, message: string) => complain(`hubbub-emit: ${message}\n`);
  const tracing = await openTracing(rulesOf(env), {
    name: "hubbub-emit",
    instance: `${process.pid}`,
    logger: { info: () => {}, warn },
  });
  try {
    return await within({ ...(traceparent && { traceparent }), ...(tracestate && { tracestate }) }, work);
  } finally {
    await tracing.stop();
  }
}

/** A wrong variable is told where the command reads all of them. */
function rulesOf(env: Env): TracingRules | null {
  try {
    return tracingOf(readSettings(tracingSettings, env));
  } catch {
    return null;
  }
}
