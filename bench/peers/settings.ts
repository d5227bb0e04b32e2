/** Where a peer listens, and its Redis. */
export const port = Number(process.env.PORT);
export const redisUrl = process.env.REDIS_URL ?? "";
export const host = "127.0.0.1";

/** What the benchmark waits for. */
export const tellListening = (): void => console.log("listening");
