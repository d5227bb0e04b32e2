import { expect, it } from "vitest";
import { troubleOf } from "./trouble.ts";

it.each([
  ["WRONGPASS invalid username-password pair or user is disabled.", /password: look at REDIS_URL/],
  ["NOAUTH Authentication required.", /asks for a password/],
  ["NOPERM User hubbub has no permissions to run the 'ping' command", /forbids/],
  ["self-signed certificate in certificate chain", /REDIS_CA_FILE/],
  ["unable to verify the first certificate", /REDIS_CA_FILE/],
  ["Hostname/IP does not match certificate's altnames: IP: 10.0.0.1 is not in the cert's list", /REDIS_SERVER_NAME/],
  ["certificate has expired", /expired/],
  ["ssl/tls alert certificate required:SSL alert number 116", /REDIS_CERT_FILE/],
  ["error:0A00010B:SSL routines:tls_validate_record_header:wrong version number", /does not speak TLS/],
])("says what to do about: %s", (message, words) => {
  expect(troubleOf(new Error(message))).toMatch(words);
});

it("finds what a node of a cluster said", () => {
  const lastNodeError = new Error("WRONGPASS invalid");
  expect(troubleOf(Object.assign(new Error("Failed to refresh slots cache."), { lastNodeError }))).toMatch(/password/);
});

it("takes everything else for an absence", () => {
  expect(troubleOf(new Error("connect ECONNREFUSED 127.0.0.1:6380"))).toBe("Redis is away");
});
