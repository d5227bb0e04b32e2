import { computed, signal } from "@preact/signals";
import type { Notifier } from "../state/alerts.ts";

/** The browser's notifications. On a phone a page has none of its own, so there nobody is asked. */
export function browserNotifier(): Notifier {
  const isThere = "Notification" in globalThis && matchMedia("(pointer: fine)").matches;
  const permission = signal(isThere ? Notification.permission : "denied");
  return {
    canAsk: computed(() => permission.value === "default"),
    ask: () => {
      void Notification.requestPermission().then(answer => {
        permission.value = answer;
      });
    },
    show: ({ title, text, tag, onClick }) => {
      if (permission.peek() !== "granted") return;
      const note = new Notification(title, { body: text, tag, icon: "/favicon.svg" });
      note.onclick = () => {
        focus();
        onClick();
        note.close();
      };
    },
  };
}
