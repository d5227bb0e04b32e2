/** What an operator should know of how a server keeps data, by its INFO: sentences, none where all is well. */
export function adviceOn(info: string): string[] {
  const setting = (name: string) => new RegExp(`^${name}:(\\S*)`, "m").exec(info)?.[1];
  const policy = setting("maxmemory_policy");
  const mayDrop = setting("maxmemory") !== "0" && policy !== undefined && policy !== "noeviction";
  const isForgetful = setting("aof_enabled") === "0";
  return [
    ...(mayDrop
      ? ["Redis drops keys when it is full, and so rooms and messages: set maxmemory-policy noeviction"]
      : []),
    ...(isForgetful ? ["Redis loses what was acked when it ends: set appendonly yes, and appendfsync always"] : []),
  ];
}
