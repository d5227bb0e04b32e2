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
  /** The most rooms whose positions a CONNECT may bring: so that it fits into a frame, whatever their ids. */
  connectRooms: 200,
  /** Characters of a room id without its kind's prefix. */
  roomIdLength: 48,
  nameLength: 32,
  /** Unicode code points of a room's title. */
  titleLength: 80,
  /** The most members that one `room:members` may ask for. */
  membersLength: 200,
  /** UTF-16 units of the `next` of a page of members: the form in which names are compared may be 18 times as long. */
  memberCursorLength: 700,
  /** The most people or rooms that may be found at once. */
  foundLength: 50,
  passwordMin: 8,
  passwordMax: 200,
  /** Characters of a `clientMessageId`. */
  clientMessageIdLength: 64,
  /** Messages that one user may send at once, and then per second. */
  messageBurst: 20,
  messagesPerSecond: 10,
  /** How often, in ms, a client that goes on typing says so. */
  typingEveryMs: 3_000,
  /** How long, in ms, somebody is typing who does not say so again. */
  typingLastsMs: 6_000,
  /** Rooms that one user may make at once, and then per second. */
  roomBurst: 200,
  roomsPerSecond: 1,
  /** Invitations of one user at once, and then per second. */
  inviteBurst: 30,
  invitesPerSecond: 1,
  /** Searches of one user at once, and then per second: one at each key that is pressed. */
  findBurst: 30,
  findsPerSecond: 5,
  /** What one user may ask that is told to others or reads much, at once and then per second. */
  askBurst: 1_000,
  asksPerSecond: 100,
  /** What one user may do as an owner of rooms, at once and then per second. */
  keepBurst: 60,
  keepsPerSecond: 2,
  /** Requests of one connection that may wait for their acks at once. */
  requestsAtOnce: 100,
} as const;

/** The version of the wire that `welcome` names. */
export const protocolVersion = 1;
