import { dirname } from "node:path";

/** The checkout that this file belongs to. */
export const rootDir = dirname(dirname(import.meta.dirname));
