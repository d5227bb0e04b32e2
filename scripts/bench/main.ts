/** `npm run bench`: redis-server is found or installed, then everything is measured. */
import { join } from "node:path";
import { rootDir } from "@hubbub/stack";
import { ensurePrograms, redisServer } from "../machine/programs.ts";
import { run } from "../machine/run.ts";

const stopping = new AbortController();
for (const signal of ["SIGINT", "SIGTERM", "SIGHUP"] as const) process.on(signal, () => stopping.abort());
process.on("disconnect", () => stopping.abort());

await ensurePrograms([redisServer], stopping.signal);
const script = join(rootDir, "bench/src/main.ts");
const { code } = await run(process.execPath, [script, ...process.argv.slice(2)], {
  cwd: rootDir,
  signal: stopping.signal,
});
process.exit(code);
