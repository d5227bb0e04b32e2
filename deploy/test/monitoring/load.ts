import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { type Chat, createChat, createHttpApi, type HttpApi } from "@hubbub/client";
import { commandRedis, type Stack } from "@hubbub/stack";
import { until } from "./until.ts";

const everyMs = 100;

/** People who talk, and jobs that announce. */
export interface Load {
  /** Somebody who comes, and goes as soon as it is decided whether they may. */
  knock(): Promise<void>;
  stop(): Promise<void>;
}

export async function startLoad(stack: Stack, people: number): Promise<Load> {
  const names = Array.from({ length: people }, (_, index) => `person-${index}`);
  const apis = await Promise.all(names.map(name => signUp(stack.url, name)));
  const visitor = await signUp(stack.url, "visitor");
  const chats = apis.map(api => createChat({ url: stack.url, getToken: api.getToken }));
  for (const chat of chats) chat.connect();
  await until(async () => (chats.every(isOnline) ? null : "not everybody is connected"));
  await Promise.all(chats.map(chat => chat.join("general")));
  const key = await readFile(join(stack.secretsDir, "emitter"), "utf8");
  const jobs = new Jobs(stack, key);
  let turn = 0;
  const timer = setInterval(() => {
    turn += 1;
    // What is refused because of a planted fault is not this one's business.
    chats[turn % chats.length]?.send("general", `message ${turn}`).catch(() => {});
    if (turn % 3 === 0) jobs.call().catch(() => {});
    if (turn % 5 === 0) jobs.queue().catch(() => {});
  }, everyMs);
  return {
    knock: () => knock(stack.url, visitor),
    stop: async () => {
      clearInterval(timer);
      for (const chat of chats) chat.close();
    },
  };
}

class Jobs {
  readonly #stack: Stack;
  readonly #key: string;

  constructor(stack: Stack, key: string) {
    this.#stack = stack;
    this.#key = key.trim();
  }

  /** Over HTTP. */
  async call(): Promise<void> {
    const headers = { authorization: `Bearer ${this.#key}`, "content-type": "application/json" };
    const body = JSON.stringify({ text: "from a job" });
    const answer = await fetch(`${this.#stack.emitter.url}/v1/rooms/general/messages`, {
      method: "POST",
      headers,
      body,
    });
    await answer.body?.cancel();
  }

  /** Into the stream. */
  async queue(): Promise<void> {
    await queueCall(this.#stack, '{"verb":"announce","room":"general","text":"from-a-queue"}');
  }
}

/** `call`: without spaces. */
export async function queueCall({ redis, keyPrefix }: Stack, call: string): Promise<void> {
  await commandRedis(redis.port, `XADD ${keyPrefix}:{jobs}:stream * call ${call}`);
}

async function signUp(url: string, name: string): Promise<HttpApi> {
  const api = createHttpApi({ url });
  await api.signUp({ name, password: "correct horse battery" });
  return api;
}

function knock(url: string, { getToken }: HttpApi): Promise<void> {
  const chat = createChat({ url, getToken });
  return new Promise(resolve => {
    chat.on("change", ({ connection: { phase } }) => {
      if (phase !== "online" && phase !== "waiting") return;
      chat.close();
      resolve();
    });
    chat.connect();
  });
}

const isOnline = ({ state }: Chat): boolean => state.connection.phase === "online";
