import type { RoomList } from "@hubbub/protocol";
import { Router } from "express";
import type { Verify } from "../auth/verifier.ts";
import type { MayAsk } from "../domain/bounds.ts";
import type { Directory } from "../domain/room-ports.ts";
import { withIdentity } from "./with-identity.ts";

interface Deps {
  readonly verify: Verify;
  readonly mayAsk: MayAsk;
  readonly directory: Directory;
}

export function roomRoutes({ verify, mayAsk, directory }: Deps): Router {
  return Router().get(
    "/api/rooms",
    withIdentity(verify, async ({ user }, _request, response) => {
      await mayAsk(user.id);
      response.json({ rooms: await directory.list(user.id) } satisfies RoomList);
    }),
  );
}
