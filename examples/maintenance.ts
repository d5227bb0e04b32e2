/** A notice to everyone who is there now, kept nowhere: `node examples/maintenance.ts "Back at five"`. */
import { connectEmitter } from "@hubbub/emitter";

const [text = "Back in a few minutes"] = process.argv.slice(2);

const emitter = connectEmitter();
const { receivers } = await emitter.notify("everyone", { kind: "warning", title: "Maintenance", text });
if (receivers === 0) process.exitCode = 1;
await emitter.close();
