import { useEffect } from "preact/hooks";
import { useChat } from "./context.ts";
import { focusComposer } from "./focus.ts";

/** The regions that F6 goes through, each by what takes the focus in it. */
const regions = [".sidebar [aria-current]", ".log", ".composer textarea"];

/** Keys that work everywhere: Ctrl or Cmd + K goes to a room or a person, F6 to the next region, Escape back to the composer. */
export function useShortcuts() {
  const chat = useChat();
  useEffect(() => {
    const onKeyDown = (event: KeyboardEvent) => {
      if (event.key === "k" && (event.ctrlKey || event.metaKey)) chat.dialog.value = { kind: "jump" };
      else if (chat.dialog.peek() !== null) return;
      else if (event.key === "F6") focusRegion(event.shiftKey ? -1 : 1);
      else if (event.key === "Escape" && document.activeElement?.closest(".log")) focusComposer();
      else return;
      event.preventDefault();
    };
    addEventListener("keydown", onKeyDown);
    return () => removeEventListener("keydown", onKeyDown);
  }, [chat]);
}

function focusRegion(step: 1 | -1): void {
  const shown = regions
    .flatMap(selector => document.querySelector<HTMLElement>(selector) ?? [])
    .filter(element => element.checkVisibility({ visibilityProperty: true }));
  const current = shown.findIndex(element => regionOf(element).contains(document.activeElement));
  const next = current === -1 && step === -1 ? -1 : (current + step) % shown.length;
  shown.at(next)?.focus();
}

const regionOf = (element: HTMLElement): Element => element.closest(".sidebar, .composer") ?? element;
