import { limits } from "@hubbub/protocol";
import { requestSchemas } from "@hubbub/protocol/schemas";
import { expect, it } from "vitest";
import { nameEntry } from "./name-entry.ts";

it("is a cursor that a client may give back, however long a name is in the form in which it is compared", () => {
  const longest = "\ufdfa".repeat(limits.nameLength);
  const after = nameEntry({ id: "m".repeat(32), name: longest });
  expect(requestSchemas["room:members"].safeParse({ room: "den", after, limit: 1 })).toMatchObject({ success: true });
});
