/** What strangers send. */
import { once } from "node:events";
import { connect } from "node:net";
import { pause } from "../deadline.ts";
import type { Scenario } from "../scenario.ts";
import type { Stage } from "../stage.ts";

type Frame = string | Uint8Array<ArrayBuffer>;

/** Sends frames as they are, and goes when the replica or its own patience ends it. */
async function stranger({ world }: Stage, frames: readonly Frame[]): Promise<void> {
  const socket = new WebSocket(`${world.url.replace("http", "ws")}/socket.io/?EIO=4&transport=websocket`);
  const gone = once(socket, "close").catch(() => {});
  socket.addEventListener("error", () => {});
  await Promise.race([once(socket, "open"), gone]);
  for (const frame of frames) if (socket.readyState === WebSocket.OPEN) socket.send(frame);
  await Promise.race([gone, pause(300)]);
  socket.close();
}

const strange = (name: string, says: string, framesOf: (stage: Stage) => Promise<readonly Frame[]>): Scenario => ({
  name,
  says,
  async run(stage) {
    const people = await stage.crowd(16);
    await stage.strike(people, async () => {
      for (let visit = 0; visit < 12; visit += 1) await stranger(stage, await framesOf(stage));
    });
  },
});

/** A CONNECT of somebody with an account. */
async function admitted({ accounts }: Stage): Promise<string> {
  const account = await accounts.number(40);
  return `40${JSON.stringify({ token: await account.getToken() })}`;
}

const noise = (stage: Stage, length: number): Uint8Array<ArrayBuffer> =>
  Uint8Array.from({ length }, () => stage.random.between(0, 255));

const halfRequests: Scenario = {
  name: "half-requests",
  says: "strangers open connections and say half a sentence, or none",
  async run(stage) {
    const people = await stage.crowd(16);
    const port = Number(new URL(stage.world.url).port);
    await stage.strike(people, async () => {
      const sockets = Array.from({ length: 100 }, () => connect(port, "127.0.0.1"));
      for (const socket of sockets) {
        socket.on("error", () => {});
        socket.write(
          stage.random.pick(["GET /socket.io/?EIO=4&tra", "\0\0\0\0", "POST /api/session HTTP/1.1\r\nContent-Le"]),
        );
      }
      await pause(2_000);
      for (const socket of sockets) socket.destroy();
    });
  },
};

export const garbageScenarios: readonly Scenario[] = [
  strange("malformed-frames", "strangers send frames that are no packets", async stage => [
    stage.random.pick(["9", "4", "42[", '42["message:send"', "451-[", '40{"token":', "\0"]),
    noise(stage, 64),
  ]),
  strange("malformed-packets", "somebody with an account sends packets that are no requests", async stage => [
    await admitted(stage),
    stage.random.pick([
      "42[]",
      '42["message:send"]',
      '421["message:send",null]',
      '422["message:send",{"room":["plaza"],"text":{},"clientMessageId":7}]',
      '423["__proto__",{}]',
      '451-["message:send",{"_placeholder":true,"num":0}]',
      '42["rooms:recover",{"positions":{"plaza":{"epoch":"x","seq":-1}}}]',
    ]),
  ]),
  strange("huge-frames", "somebody with an account sends frames of 20 MB", async stage => [
    await admitted(stage),
    "4".repeat(20 * 1024 * 1024),
  ]),
  halfRequests,
];
