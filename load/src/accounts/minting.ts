import { createHash, createHmac } from "node:crypto";

/** Longer than any run. */
const lifetimeSeconds = 48 * 3_600;

const encoded = (part: object): string => Buffer.from(JSON.stringify(part)).toString("base64url");
const header = encoded({ alg: "HS256", typ: "JWT" });

/** A token as replicas sign it (server/src/auth/tokens.ts), for somebody who need not have signed up. `now` in ms. */
export function mint(key: string, name: string, now: number): string {
  const id = createHash("sha256").update(name).digest("hex").slice(0, 20);
  const iat = Math.floor(now / 1_000);
  const claims = { sub: id, name, sid: `load-${id}`, iss: "hubbub", aud: "hubbub", iat, exp: iat + lifetimeSeconds };
  const signed = `${header}.${encoded(claims)}`;
  return `${signed}.${createHmac("sha256", key).update(signed).digest("base64url")}`;
}

/** When a token ends, in ms since 1970. */
export function endOf(token: string): number {
  const [, claims = ""] = token.split(".");
  return JSON.parse(Buffer.from(claims, "base64url").toString()).exp * 1_000;
}
