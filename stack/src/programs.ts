import { accessSync, constants } from "node:fs";
import { delimiter, join } from "node:path";

/** Where packages put servers, beyond what a user's PATH names. */
const usualPlaces = ["/usr/sbin", "/usr/local/sbin", "/usr/bin", "/usr/local/bin", "/opt/homebrew/bin"];

/** The path of an executable: from the variable if it is set, else from PATH and the usual places. */
export function findProgram(name: string, variable?: string): string | undefined {
  const chosen = variable === undefined ? undefined : process.env[variable];
  if (chosen) return isExecutable(chosen) ? chosen : undefined;
  const places = [...(process.env.PATH ?? "").split(delimiter), ...usualPlaces];
  return places.map(place => join(place, name)).find(isExecutable);
}

/** The same, for what cannot do without it. */
export function requireProgram(name: string, variable: string): string {
  const path = findProgram(name, variable);
  if (path !== undefined) return path;
  throw new Error(`${name} was not found: install it, or name its path in ${variable}.`);
}

function isExecutable(path: string): boolean {
  try {
    accessSync(path, constants.X_OK);
    return true;
  } catch {
    return false;
  }
}
