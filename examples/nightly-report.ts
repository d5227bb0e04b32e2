/** A report to a room, each night: `node examples/nightly-report.ts reports`. Run twice in a night, it is there once. */
import { connectEmitter } from "@hubbub/emitter";

const [room = "general"] = process.argv.slice(2);
const day = new Date().toISOString().slice(0, 10);

const emitter = connectEmitter({ name: "Nightly report" });
await emitter.announce(room, `Report of ${day}: 128 orders, none open.`, { idempotencyKey: `report-${day}` });
await emitter.close();
