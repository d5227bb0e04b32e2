import { Command } from "ioredis";
import { describe, expect, it } from "vitest";
import { observing } from "./observing.ts";
import { scriptNames } from "./scripts.ts";

/** What an observer is told of commands that end so. */
async function told(...ends: [command: Command, end: (command: Command) => void][]) {
  const log: string[] = [];
  const observe = observing({
    answered: (command, seconds) => log.push(seconds < 60 ? command : "too late"),
    failed: code => log.push(code),
  });
  for (const [command, end] of ends) {
    observe(command);
    end(command);
    await command.promise.catch(() => {});
  }
  return log;
}

const answer = (command: Command) => command.resolve(Buffer.from("OK"));

describe("an observer of commands", () => {
  it("is told of each command that Redis answered, by its name in small letters", async () => {
    expect(await told([new Command("HGET", ["k", "f"]), answer])).toEqual(["hget"]);
  });

  it("is told the name of a script in place of its hash", async () => {
    const calls = [...scriptNames.keys()].map(sha => new Command("evalsha", [sha, 1, "k"]));
    expect(await told(...calls.map(call => [call, answer] as [Command, typeof answer]))).toEqual([
      ...scriptNames.values(),
    ]);
    expect(scriptNames.size).toBeGreaterThan(10);
  });

  it("keeps to names that it knows, whatever is sent", async () => {
    const hostile = Array.from({ length: 100 }, (_, n) => new Command(`x${n}"}\n`, []));
    const unknown = new Command("evalsha", ["0".repeat(40), 0]);
    const names = await told(...[...hostile, unknown].map(call => [call, answer] as [Command, typeof answer]));
    expect(new Set(names)).toEqual(new Set(["other", "evalsha"]));
  });

  it("is told why a command failed, by code", async () => {
    const wrong = Object.assign(new Error("WRONGTYPE Operation against a key"), { name: "ReplyError" });
    const fail = (fault: Error) => (command: Command) => command.reject(fault);
    expect(
      await told(
        [new Command("get", ["k"]), fail(wrong)],
        [new Command("get", ["k"]), fail(new Error("Command timed out"))],
      ),
    ).toEqual(["internal", "unavailable"]);
  });
});
