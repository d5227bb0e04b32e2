import type { Answer, Payload, RequestName } from "@hubbub/protocol";
import { expect, it } from "vitest";
import { bob } from "../test/support/messages.ts";
import { Inquiries } from "./inquiries.ts";

/** Answers everything with the same, and notes down what was asked. */
class Asked extends Inquiries {
  readonly asked: [name: string, payload: unknown][] = [];

  protected async ask<Name extends RequestName>(name: Name, payload: Payload<Name>): Promise<Answer<Name>> {
    this.asked.push([name, payload]);
    const answer: unknown = { user: bob, people: [bob], rooms: [], members: [] };
    return answer as Answer<Name>;
  }
}

it("asks what the protocol names, and hands out the answer itself", async () => {
  const chat = new Asked();
  expect(await chat.invite("den", { name: "Bob" })).toEqual(bob);
  expect(await chat.findPeople("bo")).toEqual([bob]);
  expect(await chat.findRooms("de")).toEqual([]);
  expect((await chat.members("den", { after: "x", limit: 9 })).members).toEqual([]);
  await chat.members("den");
  await chat.changeRoom("den", { title: "Den" });
  await chat.removeMember("den", bob.id);
  await chat.mute("den", bob.id, 5);
  await chat.ban("den", bob.id, true);
  expect(chat.asked).toEqual([
    ["room:invite", { room: "den", name: "Bob" }],
    ["people:find", { prefix: "bo", limit: 20 }],
    ["rooms:find", { prefix: "de", limit: 20 }],
    ["room:members", { room: "den", after: "x", limit: 9 }],
    ["room:members", { room: "den", limit: 50 }],
    ["room:change", { room: "den", title: "Den" }],
    ["room:remove", { room: "den", user: bob.id }],
    ["room:mute", { room: "den", user: bob.id, until: 5 }],
    ["room:ban", { room: "den", user: bob.id, banned: true }],
  ]);
});
