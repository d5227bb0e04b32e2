import { useSignal } from "@preact/signals";
import type { FunctionComponent } from "preact";
import { useEffect } from "preact/hooks";
import { useApp, useChat } from "./context.ts";

/** Dialogs are not part of the first load: the first that is wanted brings them all. */
export function DialogHost() {
  const { toasts } = useApp();
  const { dialog } = useChat();
  const loaded = useSignal<{ readonly Dialogs: FunctionComponent } | null>(null);
  const isWanted = dialog.value !== null && loaded.value === null;

  useEffect(() => {
    if (!isWanted) return;
    import("./dialogs.tsx").then(
      module => {
        loaded.value = module;
      },
      () => {
        dialog.value = null;
        toasts.show("This could not be opened", "Hubbub cannot be reached right now. Try again in a moment.");
      },
    );
  }, [isWanted]);

  return loaded.value === null ? null : <loaded.value.Dialogs />;
}
