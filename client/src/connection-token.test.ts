import { HubbubError } from "@hubbub/protocol";
import { describe, expect, it } from "vitest";
import { openConnection } from "../test/support/open-connection.ts";

const signedOut = new HubbubError("unauthenticated", "signed out");
const jwt = (endsAt: number) => `h.${btoa(JSON.stringify({ exp: endsAt / 1_000 }))}.s`;

describe("a connection, of its token,", () => {
  it("asks once for another token when its own is refused, and then ends", async () => {
    const { connection, environment, replicas, spent, tokens } = openConnection();
    replicas.greets = null;
    tokens.push(
      async () => "old",
      async () => "new",
    );
    connection.connect();
    await environment.pass(0);
    replicas.cut(signedOut);
    await environment.pass(0);
    expect(spent).toEqual([undefined, "old"]);
    expect(replicas.links[1]?.options.auth.token).toBe("new");
    replicas.cut(signedOut);
    await environment.pass(60_000);
    expect(connection.state).toMatchObject({ phase: "ended", error: { code: "unauthenticated" } });
    expect(replicas.links.length).toBe(2);
  });

  it("ends when there is no token to be had, and may be connected anew", async () => {
    const { connection, environment, tokens, online } = openConnection();
    tokens.push(() => Promise.reject(signedOut));
    connection.connect();
    await environment.pass(60_000);
    expect(connection.state.phase).toBe("ended");
    await online();
  });

  it("tries again when the token could not be fetched", async () => {
    const { connection, environment, tokens } = openConnection();
    tokens.push(() => Promise.reject(new TypeError("network")));
    connection.connect();
    await environment.pass(500);
    expect(connection.state.phase).toBe("online");
  });

  it("renews the token a minute before its end, by the clock of the replica", async () => {
    const { environment, replicas, spent, tokens, online } = openConnection();
    const first = jwt(environment.now() + 900_000);
    tokens.push(
      async () => first,
      async () => "second",
    );
    await online();
    await environment.pass(839_000);
    expect(replicas.asked).toEqual([]);
    await environment.pass(1_000);
    expect(spent).toEqual([undefined, first]);
    expect(replicas.asked).toEqual([{ name: "session:renew", payload: { token: "second" } }]);
  });
});
