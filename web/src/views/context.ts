import { createContext } from "preact";
import { useContext } from "preact/hooks";
import type { App } from "../state/app.ts";
import type { ChatStore } from "../state/chat-store.ts";

export const AppContext = createContext<App | null>(null);
export const ChatContext = createContext<ChatStore | null>(null);

export const useApp = (): App => required(useContext(AppContext));

/** The chat of whoever is signed in; for views below the chat screen. */
export const useChat = (): ChatStore => required(useContext(ChatContext));

function required<Value>(value: Value | null): Value {
  if (value === null) throw new Error("this view stands outside its context");
  return value;
}
