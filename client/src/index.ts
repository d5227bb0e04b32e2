export {
  type Credentials,
  type ErrorCode,
  HubbubError,
  limits,
  type Message,
  type Notice,
  type Position,
  type RoomSummary,
  type Session,
  type User,
} from "@hubbub/protocol";
export { backoff } from "./backoff.ts";
export { createChat } from "./chat.ts";
export { systemEnvironment } from "./environment.ts";
export { createHttpApi, type HttpApi, type HttpApiOptions } from "./http.ts";
export { IdleWatch, type IdleWatchOptions } from "./idle-watch.ts";
export * from "./types.ts";
