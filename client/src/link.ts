import { type Answer, type ConnectAuth, HubbubError, type Payload, type RequestName } from "@hubbub/protocol";
import { io } from "socket.io-client";
import { readAck, readRefusal } from "./wire.ts";

/** Why a link is no more. */
export interface LinkEnd {
  readonly error: HubbubError;
  /** A replica, or a job through it, closed the session on purpose: it did not break. */
  readonly byReplica: boolean;
}

export interface LinkOptions {
  readonly url: string;
  readonly auth: ConnectAuth;
  readonly onEvent: (name: string, payload: unknown) => void;
  /** Called once, whether the link never came to be or broke later; not after `close()`. */
  readonly onEnd: (end: LinkEnd) => void;
  /** How long the transport may take to open, in ms. */
  readonly openPatience: number;
  /** As in `ChatOptions`. */
  readonly localAddress?: string | undefined;
}

/** Rejects with the refusal; with `unavailable` where the outcome is not known. */
export type Request = <Name extends RequestName>(name: Name, payload: Payload<Name>) => Promise<Answer<Name>>;

/** One connection to one replica, for as long as it holds. */
export interface Link {
  readonly request: Request;
  close(): void;
}

export type OpenLink = (options: LinkOptions) => Link;

/** How long an ack may take, in ms. */
const ackTimeout = 5_000;
/** The same, of a recovery: that may be the messages of many hours over a poor line, and is all or nothing. */
const recoveryTimeout = 60_000;

/** A link over Socket.IO. It never opens a second time: a new try is a new link, with nothing of the old one in it. */
export const openSocketLink: OpenLink = ({ url, auth, onEvent, onEnd, openPatience, localAddress }) => {
  const socket = io(url, {
    transports: ["websocket"],
    auth,
    forceNew: true,
    reconnection: false,
    timeout: openPatience,
    ...(localAddress !== undefined && { localAddress }),
  });
  const end = (ending: LinkEnd) => {
    socket.off();
    socket.offAny();
    socket.disconnect();
    onEnd(ending);
  };
  const broken = (cause: unknown) => new HubbubError("unavailable", "The connection was lost", { cause });
  socket.onAny(onEvent);
  socket.on("connect_error", error => {
    const refusal = readRefusal("data" in error ? error.data : null);
    end({ error: refusal ?? broken(error), byReplica: false });
  });
  socket.on("disconnect", reason => end({ error: broken(reason), byReplica: reason === "io server disconnect" }));

  return {
    async request(name, payload) {
      if (!socket.connected) throw broken("not connected");
      const ack: unknown = await socket
        .timeout(name === "rooms:recover" ? recoveryTimeout : ackTimeout)
        .emitWithAck(name, payload)
        .catch(cause => {
          throw new HubbubError("unavailable", `There was no answer to ${name}`, { cause });
        });
      return readAck(name, ack);
    },
    close() {
      socket.off();
      socket.offAny();
      socket.disconnect();
    },
  };
};
