import { X509Certificate } from "node:crypto";
import { readFileSync } from "node:fs";
import { createSecureContext } from "node:tls";
import { locate, type RedisLocation } from "./location.ts";
import type { RedisSettings } from "./redis-settings.ts";

type FileSetting = "REDIS_CA_FILE" | "REDIS_CERT_FILE" | "REDIS_KEY_FILE";

/** Where Redis is, with all that it takes to be let in. Throws an Error with a sentence that names what is wrong. */
export function accessTo(settings: RedisSettings): RedisLocation {
  const location = locate(settings.REDIS_URL);
  if (location === null) throw new Error("REDIS_URL: this is no URL of Redis.");
  const tls = location.options.tls === undefined ? plain(settings) : secured(settings);
  if (location.kind === "single") return { ...location, options: { ...location.options, ...tls } };
  if (location.kind === "cluster") return { ...location, options: { ...location.options, ...tls } };
  const sentinels = { ...(tls.tls && { sentinelTLS: tls.tls }), ...sentinelLogin(settings) };
  return { ...location, options: { ...location.options, ...tls, ...sentinels } };
}

/** What is for TLS alone, and would be left out in silence, is a mistake. */
function plain(settings: RedisSettings): { readonly tls?: object } {
  const names = ["REDIS_CA_FILE", "REDIS_CERT_FILE", "REDIS_KEY_FILE", "REDIS_SERVER_NAME"] as const;
  const vain = names.find(name => settings[name] !== undefined);
  if (vain !== undefined) throw new Error(`${vain}: is for TLS, and REDIS_URL does not begin with rediss.`);
  return {};
}

function secured(settings: RedisSettings): { readonly tls: object } {
  const ca = certificateOf("REDIS_CA_FILE", settings);
  const cert = certificateOf("REDIS_CERT_FILE", settings);
  const key = contentOf("REDIS_KEY_FILE", settings);
  if ((cert === undefined) !== (key === undefined)) {
    throw new Error("REDIS_CERT_FILE and REDIS_KEY_FILE: one is of no use without the other.");
  }
  const { REDIS_SERVER_NAME: servername } = settings;
  return { tls: { secureContext: contextOf({ ca, cert, key }), ...(servername !== undefined && { servername }) } };
}

function contextOf(files: { ca: string | undefined; cert: string | undefined; key: string | undefined }) {
  try {
    return createSecureContext(files);
  } catch (fault) {
    throw new Error(`REDIS_CERT_FILE and REDIS_KEY_FILE: these are no pair (${reasonOf(fault)}).`);
  }
}

function contentOf(name: FileSetting, settings: RedisSettings): string | undefined {
  const path = settings[name];
  if (path === undefined) return undefined;
  try {
    return readFileSync(path, "utf8");
  } catch (fault) {
    throw new Error(`${name}: ${path} cannot be read (${reasonOf(fault)}).`);
  }
}

function certificateOf(name: FileSetting, settings: RedisSettings): string | undefined {
  const content = contentOf(name, settings);
  try {
    if (content !== undefined) new X509Certificate(content);
  } catch {
    throw new Error(`${name}: this file holds no certificate (PEM).`);
  }
  return content;
}

const reasonOf = (fault: unknown): string => (fault instanceof Error ? fault.message : String(fault));

function sentinelLogin({ REDIS_SENTINEL_USERNAME: user, REDIS_SENTINEL_PASSWORD: password }: RedisSettings) {
  return { ...(user && { sentinelUsername: user }), ...(password && { sentinelPassword: password }) };
}
