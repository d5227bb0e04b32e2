import { runPinned } from "./bootstrap.mjs";

await runPinned("load/src/main.ts", process.argv.slice(2));
