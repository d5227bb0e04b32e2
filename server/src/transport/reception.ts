import type { Telemetry } from "../domain/telemetry.ts";
import type { Journal } from "../observability/journal.ts";
import type { Admission } from "./admission.ts";
import type { Hears } from "./cluster-adapter.ts";
import { LiveConnection } from "./connection.ts";
import { type EnteringDeps, enterChat } from "./entering.ts";
import { asRefusal } from "./refusal.ts";
import type { RequestDispatcher } from "./requests.ts";
import type { ChatServer, ChatSocket } from "./types.ts";

interface Deps extends EnteringDeps {
  readonly dispatcher: RequestDispatcher;
  readonly hears: Hears;
  readonly telemetry: Telemetry;
  readonly journal: Journal;
}

/** Takes admitted sockets in, and knows the connections that are open. */
export class Reception {
  readonly #deps: Deps;
  readonly #open = new Set<LiveConnection>();
  /** Admitted in this turn, and not open yet. */
  readonly #expected = new Set<ChatSocket>();

  constructor(deps: Deps) {
    this.#deps = deps;
  }

  get connections(): Iterable<LiveConnection> {
    return this.#open;
  }

  /** The connections that are open or on their way in. */
  readonly count = (): number => this.#open.size + this.#expected.size;

  readonly expect = (socket: ChatSocket): void => {
    this.#expected.add(socket);
  };

  receive(io: ChatServer, admission: Admission): void {
    io.use((socket, next) => void admission(socket, next).finally(() => this.#expectNoLonger(socket)));
    io.on("connection", socket => this.#take(socket));
  }

  /** Socket.IO takes an admitted socket before the turn ends, or never: its client may be gone. */
  #expectNoLonger(socket: ChatSocket): void {
    setImmediate(() => this.#expected.delete(socket));
  }

  #take(socket: ChatSocket): void {
    const { dispatcher, journal, telemetry } = this.#deps;
    const connection = new LiveConnection(socket, this.#deps);
    this.#expected.delete(socket);
    this.#open.add(connection);
    telemetry.connectionOpened();
    journal.opened(connection.id, connection.user, socket.handshake.headers);
    dropRequest(socket);
    socket.data.opening.answered();
    const entered = this.#enter(socket, connection);
    // Sees every event in the turn of its arrival. A listener would never see what is followed by a close at once.
    socket.use(event => connection.track(dispatcher.dispatch(connection, event, entered)));
    socket.once("disconnecting", reason => {
      this.#open.delete(connection);
      connection.release();
      telemetry.connectionClosed(connection.endCode ?? reason);
      journal.closed(connection.id, connection.user, connection.endCode ?? reason);
      void entered.catch(() => {}).then(() => this.#deps.attendance.depart(connection));
    });
  }

  /** Requests wait for it. Where it fails the client is told and closed; when that is temporary, it comes again. */
  #enter(socket: ChatSocket, connection: LiveConnection): Promise<unknown> {
    const entered = enterChat(socket, connection, this.#deps);
    const settled = entered
      .finally(() => socket.data.opening.end())
      .then(lookAgain => lookAgain())
      .catch(error => {
        const { code, temporary } = asRefusal(error, connection.id, this.#deps.journal);
        connection.end({ code, temporary });
      })
      .finally(() => dropHandshake(socket));
    connection.track(settled);
    return entered;
  }
}

/**
 * What came with the upgrade needs no memory for as long as the connection lives. The property stays: an object that
 * loses one is kept as a dictionary, which takes more memory than is saved.
 */
function dropRequest({ conn }: ChatSocket): void {
  Reflect.set(conn, "request", undefined);
}

const nothing = {};

/** The headers, and the token of the CONNECT. */
function dropHandshake(socket: ChatSocket): void {
  Reflect.set(socket, "handshake", nothing);
}
