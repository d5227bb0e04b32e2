import { runPinned } from "./bootstrap.mjs";

await runPinned("scripts/bench/main.ts", process.argv.slice(2));
