import { expect, it } from "vitest";
import { ada, caller, FakeRooms } from "../../test/fake-rooms.ts";
import type { Caller } from "./caller.ts";
import { recoverRooms } from "./recovery.ts";

it("leaves a connection deaf to a room that its user was shown out of at the same moment", async () => {
  const rooms = new FakeRooms();
  rooms.make({ id: "lounge" }, ada);
  const { members } = rooms.make({ id: "den" }, ada);
  const heard = new Set(["lounge"]);
  const connection: Partial<Caller> = {
    ...caller(ada, "lounge"),
    enter: async ids => {
      for (const id of ids) heard.add(id);
      if (ids.includes("den")) members.clear();
    },
    exit: ids => {
      for (const id of ids) heard.delete(id);
    },
  };
  const position = { epoch: "e", seq: 0 };
  const answer = await recoverRooms(rooms.ports)(connection as Caller, {
    positions: { lounge: position, den: position },
  });
  expect(Object.keys(answer.rooms)).toEqual(["lounge"]);
  expect([...heard]).toEqual(["lounge"]);
});
