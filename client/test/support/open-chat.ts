import type { Message, Position } from "@hubbub/protocol";
import { ConnectedChat } from "../../src/chat.ts";
import type { ChatState } from "../../src/types.ts";
import { FakeEnvironment } from "./fake-environment.ts";
import { FakeReplicas } from "./fake-replicas.ts";
import { MemoryStorage } from "./memory-storage.ts";

/** A chat over replicas of the test's own, with all that it told. */
export function openChat({ seed = 1, replicas = new FakeReplicas(), storage = new MemoryStorage() } = {}) {
  const environment = new FakeEnvironment(seed);
  const chat = new ConnectedChat(
    { url: "http://chat", getToken: async () => "token", environment, storage },
    replicas.openLink,
  );
  const told: Message[] = [];
  const resyncs: Position[] = [];
  const states: ChatState[] = [];
  const faults: unknown[] = [];
  chat.on("messages", (_room, _epoch, messages) => void told.push(...messages));
  chat.on("resync", (_room, position) => void resyncs.push(position));
  chat.on("change", state => void states.push(state));
  chat.on("fault", error => void faults.push(error));
  const view = (room = "general") => chat.state.rooms.get(room);
  const online = async () => {
    chat.connect();
    await environment.pass(0);
  };
  return { chat, environment, replicas, storage, told, resyncs, states, faults, view, online };
}

export const seqs = (list: readonly { seq: number }[] = []): number[] => list.map(({ seq }) => seq);

export const upTo = (last: number, first = 1): number[] =>
  Array.from({ length: last - first + 1 }, (_, index) => first + index);
