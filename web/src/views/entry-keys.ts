/** The keys of the log: ↑ and ↓ go from message to message, Enter opens what can be done with one. */
export function onEntryKey(event: KeyboardEvent): void {
  const { currentTarget: log, target, key } = event;
  if (!(log instanceof HTMLElement) || !(target instanceof HTMLElement)) return;
  const entries = [...log.querySelectorAll<HTMLElement>(".entry")];
  const at = entries.indexOf(target);
  if (target !== log && at === -1) return;
  if (key === "Enter") entries[at]?.querySelector<HTMLElement>(".entry-menu")?.click();
  else if (key === "ArrowDown") entries[at + 1]?.focus();
  else if (key === "ArrowUp") (at === -1 ? lastInSight(entries, log) : entries[at - 1])?.focus();
  else return;
  event.preventDefault();
}

function lastInSight(entries: readonly HTMLElement[], log: HTMLElement): HTMLElement | undefined {
  const { bottom } = log.getBoundingClientRect();
  return entries.findLast(entry => entry.getBoundingClientRect().bottom <= bottom + 1);
}
