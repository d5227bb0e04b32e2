import { expect, it } from "vitest";
import { Outage } from "./outage.ts";

const setUp = () => {
  const told: string[] = [];
  const tell = (_: object, message: string) => void told.push(message);
  return { told, outage: new Outage({ info: tell, warn: tell }) };
};
const refused = new Error("connect ECONNREFUSED");
const wrongPassword = new Error("WRONGPASS invalid username-password pair");

it("tells each reason of an outage once, and what is the matter now", () => {
  const { told, outage } = setUp();
  for (const fault of [undefined, refused, undefined, wrongPassword, undefined, wrongPassword]) outage.note(fault);
  expect(told).toEqual([
    "Redis is away; trying again until it serves",
    expect.stringMatching(/^Redis refuses the user or the password.*; trying again until it serves$/),
  ]);
  expect(outage.trouble).toMatch(/^Redis refuses .*\.$/);
  outage.end();
  outage.note(refused);
  expect(told.slice(2)).toEqual(["Redis serves", "Redis is away; trying again until it serves"]);
});

it("tells of each command that is forbidden, once, and of no other refusal", () => {
  const { told, outage } = setUp();
  const forbidden = (command: string) => new Error(`NOPERM User x has no permissions to run the '${command}' command`);
  for (const fault of [forbidden("get"), forbidden("get"), forbidden("set"), new Error("WRONGTYPE")]) {
    outage.noteRefusal(fault);
  }
  expect(told).toHaveLength(2);
  expect(outage.refusal).toMatch(/^Redis forbids .*\.$/);
  outage.end();
  expect(outage.refusal).toBeNull();
});

it("is silent once it is we who go", () => {
  const { told, outage } = setUp();
  outage.silence();
  outage.note(refused);
  expect(told).toEqual([]);
});
