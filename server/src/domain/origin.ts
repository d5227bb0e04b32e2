/** In the list of allowed origins: the host that the request itself was sent to. */
export const ownOrigin = "self";

/**
 * Whether a page of `origin` may change something here or open a connection. Only browsers send an
 * `Origin`, so a request without one is no page's. `host` is the request's `Host` header; `allowed` holds
 * origins such as `https://chat.example.org`, and {@link ownOrigin}.
 */
export function isAllowedOrigin(
  origin: string | undefined,
  host: string | undefined,
  allowed: readonly string[],
): boolean {
  if (origin === undefined) return true;
  const originHost = hostOf(origin);
  if (originHost === null) return false;
  return allowed.includes(origin) || (allowed.includes(ownOrigin) && originHost === host?.toLowerCase());
}

/** The host with its port, unless that is the scheme's own; null for `null` and what is no URL. */
const hostOf = (origin: string): string | null => (URL.canParse(origin) ? new URL(origin).host : null);
