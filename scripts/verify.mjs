import { runPinned } from "./bootstrap.mjs";

await runPinned("scripts/verify/main.ts", process.argv.slice(2));
