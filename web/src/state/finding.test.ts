import { HubbubError, type RoomSummary, type User } from "@hubbub/protocol";
import { expect, it } from "vitest";
import { ada, bob, roomView } from "../../test/examples.ts";
import { type Directory, Finding } from "./finding.ts";

const everything = { ownRooms: true, otherRooms: true, people: true };
const summary = (id: string, kind: RoomSummary["kind"] = "public"): RoomSummary => ({
  id,
  title: id,
  kind,
  members: 3,
});

const directory = (change: Partial<Directory> = {}): Directory => ({
  me: ada,
  ownRooms: () => [roomView(), roomView({ id: "night-shift", unread: 2 })],
  publicRooms: async () => [summary("general"), summary("lounge")],
  findPeople: async () => [ada, bob],
  findRooms: async () => [summary("night-shift"), summary("nightly"), summary("dm:a:b", "direct")],
  ...change,
});

const keys = (finding: Finding) => finding.found.value.map(({ key }) => key);

it("offers one's own rooms before anything is typed, the unread first", async () => {
  const finding = new Finding(directory(), everything);
  await finding.look("");
  expect(keys(finding)).toEqual(["room night-shift", "room general"]);
});

it("finds rooms of one's own by any part of their name, people and other rooms by the start", async () => {
  const finding = new Finding(directory(), everything);
  await finding.look(" #night");
  expect(keys(finding)).toEqual(["room night-shift", `person ${bob.id}`, "room nightly"]);
});

it("offers all public rooms that one is not in", async () => {
  const finding = new Finding(directory(), { ownRooms: false, otherRooms: true, people: false });
  await finding.look("");
  expect(keys(finding)).toEqual(["room lounge"]);
});

it("shows what belongs to the last word, whatever comes back first", async () => {
  const answers: ((people: readonly User[]) => void)[] = [];
  const findPeople = () => new Promise<readonly User[]>(resolve => answers.push(resolve));
  const finding = new Finding(directory({ findPeople }), { ownRooms: false, otherRooms: false, people: true });
  const looks = [finding.look("b"), finding.look("bo")];
  answers[1]?.([bob]);
  answers[0]?.([{ id: "eveeveeve", name: "beve" }]);
  await Promise.all(looks);
  expect(keys(finding)).toEqual([`person ${bob.id}`]);
});

it("says what went wrong, and still offers what it knows", async () => {
  const findPeople = () => Promise.reject(new HubbubError("unavailable", "away"));
  const finding = new Finding(directory({ findPeople }), everything);
  await finding.look("night");
  expect(finding.error.value).toMatch(/cannot be reached/);
  expect(keys(finding)).toEqual(["room night-shift", "room nightly"]);
});
