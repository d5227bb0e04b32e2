/**
 * Listens to signals before anything is loaded: the first process of a container does not even hear those that it does not
 * listen to. Whoever is told to stop before the replica has started ends at once.
 */
let stop = (_signal: NodeJS.Signals): unknown => process.exit(0);
for (const name of ["SIGTERM", "SIGINT"] as const) process.on(name, signal => stop(signal));

({ stop } = await import("./run.ts"));

export {};
