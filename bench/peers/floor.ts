/** The same message with nothing around it: into a stream that is kept short, and to whoever listens. */
import { randomUUID } from "node:crypto";
import { Redis } from "ioredis";
import { tellPace, text } from "./pace.ts";
import { redisUrl } from "./settings.ts";

const redis = new Redis(redisUrl);
const user = { id: "hubbubsystem", name: "Hubbub" };

await tellPace(() => {
  const message = JSON.stringify({ kind: "text", user, text, clientMessageId: randomUUID(), at: Date.now() });
  return Promise.all([
    redis.xadd("bench-floor", "MAXLEN", "~", 10_000, "*", "body", message),
    redis.publish("bench-floor", message),
  ]);
});
await redis.quit();
