import { createHmac } from "node:crypto";
import type { Session } from "@hubbub/protocol";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { type House, openHouse } from "./house.ts";
import { Person, refusalOf, signUp, socketTo } from "./people.ts";
import { until } from "./until.ts";

let house: House;
let session: Session;

beforeAll(async () => {
  house = await openHouse();
  session = await signUp(house.replicas[0]);
});
afterAll(() => house.stop());

const here = () => house.replicas[0];

describe("the door refuses with a code", () => {
  const encode = (part: object) => Buffer.from(JSON.stringify(part)).toString("base64url");
  const claims = () => JSON.parse(Buffer.from(session.token.split(".")[1] ?? "", "base64url").toString());
  const token = (header: object, sign: (content: string) => string) => {
    const content = `${encode(header)}.${encode({ ...claims(), exp: Math.floor(Date.now() / 1_000) + 600 })}`;
    return `${content}.${sign(content)}`;
  };
  const unauthenticated = { code: "unauthenticated", temporary: false };

  it.each([
    ["absent", () => undefined],
    ["no text", () => ({ toString: "x" })],
    ["empty", () => ""],
    ["nonsense", () => "a.b.c"],
    ["huge", () => "x".repeat(20_000)],
    [
      "forged",
      () => token({ alg: "HS256", typ: "JWT" }, it => createHmac("sha256", "guess").update(it).digest("base64url")),
    ],
    ["alg none", () => token({ alg: "none", typ: "JWT" }, () => "")],
  ])("a token that is %s", async (_what, make) => {
    expect(await refusalOf(socketTo(here(), make()))).toMatchObject(unauthenticated);
  });

  it("a token in the URL instead of the CONNECT packet", async () => {
    const socket = socketTo(here(), undefined, { query: { token: session.token } });
    expect(await refusalOf(socket)).toMatchObject(unauthenticated);
  });

  it("a token that has expired; a connection ends with it, and may come back with another", async () => {
    const brief = await house.replica({ env: { TOKEN_MINUTES: "0.05" } });
    const expiring = await signUp(brief);
    const ada = await Person.connect(brief, expiring, { reconnection: false });
    await until(() => ada.socket.disconnected, "the end of the token");
    expect(ada.told("session:end")).toEqual([{ code: "unauthenticated", temporary: true }]);
    await until(() => Date.now() > expiring.expiresAt, "the token to have expired");
    expect(await refusalOf(socketTo(here(), expiring.token))).toMatchObject(unauthenticated);
    await brief.kill();
  });

  it("a page of another origin", async () => {
    const extraHeaders = { origin: "https://evil.example" };
    const socket = socketTo(here(), session.token, { extraHeaders });
    expect(await refusalOf(socket)).toMatchObject({ code: "forbidden", temporary: false });
  });

  it("and lets pages of its own origin in", async () => {
    const extraHeaders = { origin: here().socketUrl };
    const page = await Person.connect(here(), session, { extraHeaders });
    page.leave();
  });
});
