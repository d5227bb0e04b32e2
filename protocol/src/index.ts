export * from "./addresses.ts";
export * from "./errors.ts";
export * from "./events.ts";
export * from "./http.ts";
export * from "./limits.ts";
export * from "./message.ts";
export * from "./presence.ts";
export * from "./standing.ts";
