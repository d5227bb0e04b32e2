export { createChat } from "./chat.ts";
export { createHttpApi, type HttpApi, type HttpApiOptions } from "./http.ts";
export * from "./types.ts";
