import { HubbubError, type RoomSummary } from "@hubbub/protocol";
import { beforeEach, expect, it } from "vitest";
import { ada } from "../../test/examples.ts";
import { makeRoom } from "./new-room.ts";
import { isCalled, roomIdsOf, roomTitle } from "./room-names.ts";

let rooms: RoomSummary[];
let done: string[];

const chat = {
  directory: {
    me: ada,
    ownRooms: () => [],
    publicRooms: async () => rooms,
    findPeople: async () => [],
    findRooms: async () => rooms.filter(({ kind }) => kind === "public"),
  },
  create: async ({ room, kind, title }: { room: string; kind: "public" | "private"; title: string }) => {
    if (rooms.some(({ id }) => id === room)) throw new HubbubError("conflict", "taken");
    rooms.push({ id: room, kind, title, members: 1 });
    done.push(`made ${room}`);
  },
  join: async (id: string) => void done.push(`joined ${id}`),
};

beforeEach(() => {
  rooms = [];
  done = [];
});

it("makes an id of what a person calls a room, and another one where that is taken", () => {
  const first = ["Late Night!", "Über  uns", "a_b.c", `${"x".repeat(47)} y`].map(name => roomIdsOf(name)[0]);
  expect(first).toEqual(["late-night", "uber-uns", "a-b-c", "x".repeat(47)]);
  expect(roomIdsOf("C# x")).toEqual(["c-x", expect.stringMatching(/^c-x-[a-z0-9]{7}$/)]);
  expect(roomIdsOf("日本語の部屋")).toEqual([expect.stringMatching(/^room-[a-z0-9]{7}$/)]);
  expect(roomIdsOf("x".repeat(80)).map(({ length }) => length)).toEqual([48, 48]);
  expect(new Set(["C# x", "C++ x", "日本", "本日"].map(name => roomIdsOf(name).at(-1))).size).toBe(4);
});

it("knows a room by its title in whatever case, or by its id", () => {
  const room = { id: "c-x", title: "C++ x" };
  expect(["c++ X", "c-x", "C# x", "c x"].map(name => isCalled(room, name))).toEqual([true, true, false, false]);
  expect([" #general ", "# a", "C#"].map(roomTitle)).toEqual(["general", "a", "C#"]);
});

it("makes rooms whose names differ only in what an id cannot hold", async () => {
  for (const name of ["C++ x", "C# x", "c# X", "日本語の部屋"]) await makeRoom(chat, { name, kind: "public" });
  const [, sharp = "", , japanese = ""] = done.map(text => text.split(" ")[1]);
  expect(done).toEqual(["made c-x", `made ${sharp}`, `joined ${sharp}`, `made ${japanese}`]);
});

it("neither joins a private room nor makes one public of the same name", async () => {
  await makeRoom(chat, { name: "Crew", kind: "private" });
  await makeRoom(chat, { name: "Crew", kind: "public" });
  expect(rooms.map(({ kind, title }) => `${kind} ${title}`)).toEqual(["private Crew", "public Crew"]);
  await expect(makeRoom(chat, { name: "crew", kind: "private" })).rejects.toMatchObject({ code: "conflict" });
});

it("tells what else went wrong", async () => {
  const refused = new HubbubError("rate_limited", "too fast");
  const create = () => Promise.reject(refused);
  await expect(makeRoom({ ...chat, create }, { name: "Crew", kind: "public" })).rejects.toBe(refused);
});
