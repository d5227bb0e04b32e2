import { readFile } from "node:fs/promises";
import { Agent, request } from "node:http";
import { join } from "node:path";
import type { Stack } from "@hubbub/stack";

/** As many as this come in any order, so that they come soon. */
const many = 1_000;

/**
 * Fills a room by the emitter: `<word> 1` to `<word> <count>`, each seventh of them of several lines. They come in this
 * order, unless there are very many.
 */
export async function fill(stack: Stack, room: string, count: number, word = "message"): Promise<void> {
  const key = (await readFile(join(stack.secretsDir, "emitter"), "utf8")).trim();
  const atOnce = count > many ? 100 : 1;
  const agent = new Agent({ keepAlive: true, maxSockets: atOnce });
  let said = 0;
  const speak = async () => {
    while (said < count) {
      said += 1;
      const text = said % 7 === 0 ? `${word} ${said}\nwith\nmore lines` : `${word} ${said}`;
      await post(agent, `${stack.emitter.url}/v1/rooms/${room}/messages`, key, { text });
    }
  };
  await Promise.all(Array.from({ length: atOnce }, speak));
  agent.destroy();
}

/** `fetch` would take four times as long. */
const post = (agent: Agent, url: string, key: string, body: object): Promise<void> =>
  new Promise((resolve, reject) => {
    const headers = { authorization: `Bearer ${key}`, "content-type": "application/json" };
    const asked = request(url, { method: "POST", agent, headers }, answer => {
      answer.resume();
      answer.on("end", () => {
        if (answer.statusCode === 201) resolve();
        else reject(new Error(`The emitter answered with ${answer.statusCode}`));
      });
    });
    asked.on("error", reject);
    asked.end(JSON.stringify(body));
  });
