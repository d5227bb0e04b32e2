/** Calls back when the line to the replicas may not be what it was, until the result is called. */
export function onLineChange(listener: () => void): () => void {
  const stopping = new AbortController();
  const { signal } = stopping;
  for (const name of ["offline", "online", "pageshow"]) addEventListener(name, listener, { signal });
  document.addEventListener("visibilitychange", () => document.visibilityState === "visible" && listener(), { signal });
  return () => stopping.abort();
}
