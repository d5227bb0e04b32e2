import { freePort } from "./ports.ts";
import { type Service, type ServiceOptions, startService } from "./service.ts";

export interface EmitterOptions extends ServiceOptions {
  readonly port?: number | undefined;
}

export interface Emitter extends Service {
  /** `http://127.0.0.1:port`. */
  readonly url: string;
}

/** The emitter's service. */
export async function startEmitter(options: EmitterOptions): Promise<Emitter> {
  const port = options.port ?? (await freePort());
  const url = `http://127.0.0.1:${port}`;
  return startService(
    {
      name: "emitter",
      script: "emitter/src/service/main.ts",
      ports: [port],
      probed: url,
      env: () => ({ EMITTER_PORT: String(port), EMITTER_HOST: "127.0.0.1" }),
      facts: { url },
    },
    options,
  );
}
