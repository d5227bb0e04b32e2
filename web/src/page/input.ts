const inputs = ["pointerdown", "pointermove", "keydown", "wheel", "touchstart"] as const;

/** Calls back whenever somebody does something here, until the result is called. */
export function onInput(listener: () => void): () => void {
  const stopping = new AbortController();
  const options = { passive: true, capture: true, signal: stopping.signal };
  for (const name of inputs) addEventListener(name, listener, options);
  document.addEventListener("visibilitychange", () => document.visibilityState === "visible" && listener(), options);
  return () => stopping.abort();
}
