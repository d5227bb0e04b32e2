import type { RoomList } from "@hubbub/protocol";
import { Router } from "express";
import type { Verify } from "../auth/verifier.ts";
import type { Rooms } from "../domain/ports.ts";
import { withIdentity } from "./with-identity.ts";

export function roomRoutes({ verify, rooms }: { verify: Verify; rooms: Pick<Rooms, "list"> }): Router {
  return Router().get(
    "/api/rooms",
    withIdentity(verify, async ({ user }, _request, response) => {
      response.json({ rooms: await rooms.list(user.id) } satisfies RoomList);
    }),
  );
}
