/** How an order stands, to the person who waits for it, online or not: `node examples/order-status.ts ada 4711 sent`. */
import { connectEmitter } from "@hubbub/emitter";

const [name = "", order = "", status = "sent"] = process.argv.slice(2);

const emitter = connectEmitter({ name: "Shop" });
await emitter.message({ name }, `Your order ${order} is ${status}.`, { idempotencyKey: `order-${order}-${status}` });
await emitter.close();
