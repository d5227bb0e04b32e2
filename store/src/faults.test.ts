import { HubbubError } from "@hubbub/protocol";
import { ReplyError } from "ioredis";
import { expect, it } from "vitest";
import { asHubbubError } from "./faults.ts";

it.each([
  "LOADING Redis is loading the dataset in memory",
  "READONLY You can't write against a read only replica. script: 0a1b, on @user_script:1.",
  "OOM command not allowed when used memory > 'maxmemory'.",
  "MISCONF Errors writing to the AOF file: No space left on device",
  "CLUSTERDOWN The cluster is down",
  "NOPERM User hubbub has no permissions to run the 'evalsha' command",
  "MASTERDOWN Link with MASTER is down and replica-serve-stale-data is set to 'no'.",
])("takes a Redis that cannot serve for one that is away: %s", message => {
  expect(asHubbubError(new ReplyError(message))).toMatchObject({ code: "unavailable", temporary: true });
});

it.each(["Command timed out", "Connection is closed.", "connect ECONNREFUSED 127.0.0.1:6380", "read ECONNRESET"])(
  "takes a lost connection for a Redis that is away: %s",
  message => {
    expect(asHubbubError(new Error(message)).code).toBe("unavailable");
  },
);

it("takes a command that Redis refuses for a fault of ours, and keeps the cause", () => {
  const cause = new ReplyError("WRONGTYPE Operation against a key holding the wrong kind of value");
  expect(asHubbubError(cause)).toMatchObject({ code: "internal", cause });
});

it("takes a fault in the code around a command for a fault of ours", () => {
  expect(asHubbubError(new TypeError("x is undefined")).code).toBe("internal");
});

it("leaves a refusal as it is", () => {
  const refusal = new HubbubError("not_found", "There is no such room.");
  expect(asHubbubError(refusal)).toBe(refusal);
});
