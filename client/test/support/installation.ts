import { installRoom } from "@hubbub/stack";

/** The client as others have it: packed, and installed into a new project. */
export const installClient = (dir: string): Promise<string> => installRoom("client", ["protocol"], dir);
