/** `npm run verify`: redis-server and nginx are found or installed, then the scenarios run. */
import { join } from "node:path";
import { rootDir } from "@hubbub/stack";
import { ensurePrograms, nginx, redisServer } from "../machine/programs.ts";
import { run } from "../machine/run.ts";

const stopping = new AbortController();
for (const signal of ["SIGINT", "SIGTERM", "SIGHUP"] as const) process.on(signal, () => stopping.abort());
process.on("disconnect", () => stopping.abort());

await ensurePrograms([redisServer, nginx], stopping.signal);
const script = join(rootDir, "verify/src/main.ts");
const { code } = await run(process.execPath, [script, ...process.argv.slice(2)], {
  cwd: rootDir,
  signal: stopping.signal,
});
process.exit(code);
