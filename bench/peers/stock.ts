/** Socket.IO with its Redis adapter, as its documentation shows it: no log, no accounts, no presence. */
import { createServer } from "node:http";
import { createAdapter } from "@socket.io/redis-adapter";
import { Redis } from "ioredis";
import { Server } from "socket.io";
import { host, port, redisUrl, tellListening } from "./settings.ts";

interface ClientEvents {
  "message:send": (payload: { text: string }, ack: (answer: { ok: true }) => void) => void;
}

interface ServerEvents {
  message: (message: { room: string; user: { id: string; name: string }; text: string; at: number }) => void;
}

const room = "general";
const http = createServer();
const io = new Server<ClientEvents, ServerEvents>(http, {
  adapter: createAdapter(new Redis(redisUrl), new Redis(redisUrl)),
  transports: ["websocket"],
  serveClient: false,
});

io.on("connection", socket => {
  void socket.join(room);
  const user = { id: socket.id, name: "somebody" };
  socket.on("message:send", ({ text }, ack) => {
    io.to(room).emit("message", { room, user, text, at: Date.now() });
    ack({ ok: true });
  });
});

http.listen(port, host, tellListening);
