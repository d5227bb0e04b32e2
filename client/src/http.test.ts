import type { Session } from "@hubbub/protocol";
import { beforeEach, describe, expect, it } from "vitest";
import { FakeEnvironment } from "../test/support/fake-environment.ts";
import { ada } from "../test/support/messages.ts";
import { createHttpApi, type HttpApi } from "./http.ts";

const credentials = { name: "ada", password: "correct horse" };
const minute = 60_000;

describe("the HTTP api", () => {
  let environment: FakeEnvironment;
  let calls: { call: string; headers: Headers; body: unknown }[];
  let answer: (call: string) => Response | Promise<Response>;
  let api: HttpApi;
  let issued: number;

  const session = (): Session => {
    issued += 1;
    return { user: ada, token: `token-${issued}`, expiresAt: environment.now() + 15 * minute };
  };
  const refusal = (status: number, code: string, temporary = false) =>
    Response.json({ error: { code, message: "no", temporary } }, { status });

  beforeEach(() => {
    environment = new FakeEnvironment();
    calls = [];
    issued = 0;
    answer = () => Response.json(session());
    api = createHttpApi({
      url: "http://chat/",
      environment,
      fetch: async (url, init) => {
        const call = `${init?.method} ${url}`;
        calls.push({ call, headers: new Headers(init?.headers), body: init?.body });
        return answer(call);
      },
    });
  });

  it("signs up and in, and keeps the session", async () => {
    await api.signUp(credentials);
    expect(api.session?.token).toBe("token-1");
    await api.signIn(credentials);
    expect(api.session?.token).toBe("token-2");
    expect(calls.map(({ call }) => call)).toEqual(["POST http://chat/api/accounts", "POST http://chat/api/session"]);
    expect(calls[0]?.body).toBe(JSON.stringify(credentials));
  });

  it("hands out the token until a minute before its end, and then a fresh one", async () => {
    await api.signIn(credentials);
    await environment.pass(14 * minute - 1);
    expect(await api.getToken()).toBe("token-1");
    await environment.pass(1);
    expect(await api.getToken()).toBe("token-2");
    expect(calls.at(-1)?.call).toBe("POST http://chat/api/session/refresh");
  });

  it("hands out another token for one that is spent, and only for that one", async () => {
    const { token } = await api.signIn(credentials);
    expect(await api.getToken(token)).toBe("token-2");
    expect(await api.getToken(token)).toBe("token-2");
  });

  it("shares a refresh in flight", async () => {
    expect(await Promise.all([api.getToken(), api.refresh(), api.getToken()])).toMatchObject([
      "token-1",
      { token: "token-1" },
      "token-1",
    ]);
    expect(calls.length).toBe(1);
  });

  it("says `unavailable` when nothing answers, and stays signed in", async () => {
    const { token } = await api.signIn(credentials);
    answer = () => Promise.reject(new TypeError("fetch failed"));
    await expect(api.getToken(token)).rejects.toMatchObject({ code: "unavailable", temporary: true });
    answer = () => new Response("<h1>Bad Gateway</h1>", { status: 502 });
    await expect(api.getToken(token)).rejects.toMatchObject({ code: "unavailable", temporary: true });
    expect(api.session?.token).toBe(token);
  });

  it("says `unauthenticated` when the server said so, and is signed out", async () => {
    const { token } = await api.signIn(credentials);
    answer = () => refusal(401, "unauthenticated");
    await expect(api.getToken(token)).rejects.toMatchObject({ code: "unauthenticated" });
    expect(api.session).toBeNull();
  });

  it("passes the server's refusals on", async () => {
    answer = () => refusal(409, "name_taken");
    await expect(api.signUp(credentials)).rejects.toMatchObject({ code: "name_taken", message: "no" });
    answer = () => refusal(400, "a code of the future", true);
    await expect(api.signUp(credentials)).rejects.toMatchObject({ code: "unavailable" });
    answer = () => Response.json({ token: 7 });
    await expect(api.signUp(credentials)).rejects.toMatchObject({ code: "internal" });
  });

  it("is not signed in again by a refresh that a sign-out overtook", async () => {
    const { token } = await api.signIn(credentials);
    const held = Promise.withResolvers<void>();
    answer = async call => {
      if (call.startsWith("DELETE")) return new Response(null, { status: 204 });
      await held.promise;
      return Response.json(session());
    };
    const refreshed = expect(api.getToken(token)).rejects.toMatchObject({ code: "unauthenticated" });
    await api.signOut();
    held.resolve();
    await refreshed;
    expect(api.session).toBeNull();
  });

  it("lists the rooms as the one who is signed in", async () => {
    await api.signIn(credentials);
    const rooms = [{ id: "general", title: "general", kind: "public", members: 2 }];
    answer = () => Response.json({ rooms });
    expect(await api.rooms()).toEqual(rooms);
    expect(calls.at(-1)?.headers.get("authorization")).toBe("Bearer token-1");
  });

  it("keeps the cookie where nobody else does", async () => {
    const withCookie = (value: string) =>
      Response.json(session(), { headers: { "set-cookie": `hubbub_refresh=${value}; Path=/api/session; HttpOnly` } });
    answer = () => withCookie("first");
    await api.signIn(credentials);
    answer = () => withCookie("");
    await api.refresh();
    await api.refresh();
    expect(calls.map(({ headers }) => headers.get("cookie"))).toEqual([null, "hubbub_refresh=first", null]);
  });
});
