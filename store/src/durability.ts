import type { Commands } from "./scripts.ts";

/**
 * Whether a single server, when it is started again, may lack what it answered before: all but one that writes and syncs each
 * command before it answers. One that does not tell its configuration may, too.
 */
export async function mayForget(commands: Pick<Commands, "config">): Promise<boolean> {
  const reply = await commands.config("GET", "*append*").catch(() => []);
  const settings = reply as readonly string[];
  const is = (name: string, value: string) => settings[settings.indexOf(name) + 1] === value;
  return !(is("appendonly", "yes") && is("appendfsync", "always") && is("no-appendfsync-on-rewrite", "no"));
}
