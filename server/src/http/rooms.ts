import type { RoomList } from "@hubbub/protocol";
import { Router } from "express";
import type { Verify } from "../auth/verifier.ts";
import type { Directory } from "../domain/room-ports.ts";
import { withIdentity } from "./with-identity.ts";

export function roomRoutes({ verify, directory }: { verify: Verify; directory: Directory }): Router {
  return Router().get(
    "/api/rooms",
    withIdentity(verify, async ({ user }, _request, response) => {
      response.json({ rooms: await directory.list(user.id) } satisfies RoomList);
    }),
  );
}
