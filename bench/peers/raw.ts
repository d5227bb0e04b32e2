/** As little as can be: `ws`, and one Redis channel. `s<id> <text>` is acked with `a<id>` and told to all as `m<text>`. */
import { Redis } from "ioredis";
import { WebSocketServer } from "ws";
import { host, port, redisUrl, tellListening } from "./settings.ts";

const channel = "raw";
const publisher = new Redis(redisUrl);
const subscriber = new Redis(redisUrl);
await subscriber.subscribe(channel);

const server = new WebSocketServer({ host, port, perMessageDeflate: false }, tellListening);

server.on("connection", socket => {
  socket.on("message", async data => {
    const [, id, text] = /^s(\d+) (.*)$/.exec(String(data)) ?? [];
    await publisher.publish(channel, `m${text}`);
    socket.send(`a${id}`);
  });
});

subscriber.on("message", (_channel, message) => {
  for (const socket of server.clients) socket.send(message);
});
