import { type ReadonlySignal, signal } from "@preact/signals";

const isVisible = () => document.visibilityState === "visible";
const visible = signal(isVisible());
document.addEventListener("visibilitychange", () => {
  visible.value = isVisible();
});

/** Whether somebody can see this tab. */
export const pageVisible: ReadonlySignal<boolean> = visible;
