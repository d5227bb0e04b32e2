/** `npm start`: all of Hubbub on this machine, until ctrl-C. */
import { existsSync } from "node:fs";
import { join } from "node:path";
import { rootDir } from "@hubbub/stack";
import { lockDataDir, prepareDataDir } from "./data-dir.ts";
import { invitation } from "./invitation.ts";
import { launch, prepare } from "./launch.ts";
import { readStartConfig } from "./settings.ts";
import { supervise } from "./supervise.ts";

const stopping = new AbortController();
const stop = () => stopping.abort();
const stopped = new Promise<void>(resolve => stopping.signal.addEventListener("abort", () => resolve()));
for (const signal of ["SIGINT", "SIGTERM", "SIGHUP"] as const) process.on(signal, stop);
// The process that started this one is gone.
process.on("disconnect", stop);

try {
  await main();
  process.exit(0);
} catch (error) {
  if (!stopping.signal.aborted) console.error(`\nHubbub: ${error instanceof Error ? error.message : error}`);
  // Whatever was being started ends with this process.
  process.exit(stopping.signal.aborted ? 130 : 1);
}

async function main(): Promise<void> {
  const envFile = join(rootDir, ".env");
  if (existsSync(envFile)) process.loadEnvFile(envFile);
  const config = readStartConfig(process.env);
  await prepareDataDir(config.dataDir);
  const release = await lockDataDir(config.dataDir);
  await prepare(config, stopping.signal);
  const interrupted = stopped.then(() => Promise.reject(new Error("Interrupted.")));
  const hubbub = await Promise.race([launch(config), interrupted]);
  console.log(invitation(config, hubbub));
  for (const part of hubbub.parts) void supervise(part, stopping.signal);
  await stopped;
  console.log("\nStopping; people's browsers will try to reconnect …");
  await hubbub.stop();
  await release();
  console.log("Stopped. The history is kept.");
}
