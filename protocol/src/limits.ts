/** The limits of the wire. Each is enforced by the replica; a client may use them to spare a refusal. */
export const limits = {
  /** Unicode code points of a message's text. */
  textLength: 4_000,
  /** Bytes of one frame from a client. */
  frameBytes: 64 * 1024,
  /** Messages of one page of history, and of the newest page. */
  pageLength: 50,
  /** The most messages that one `room:history` may ask for. */
  historyLength: 200,
  /** The most rooms that one `rooms:recover` may name. */
  recoverRooms: 500,
  /** Characters of a room id without its kind's prefix. */
  roomIdLength: 48,
  nameLength: 32,
  passwordMin: 8,
  passwordMax: 200,
  /** Characters of a `clientMessageId`. */
  clientMessageIdLength: 64,
  /** Messages that one user may send at once, and then per second. */
  messageBurst: 20,
  messagesPerSecond: 10,
  /** Requests of one connection that may wait for their acks at once. */
  requestsAtOnce: 100,
} as const;

/** The version of the wire that `welcome` names. */
export const protocolVersion = 1;
