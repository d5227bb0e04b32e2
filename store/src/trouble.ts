/** What keeps Redis from serving, in words that say what to do. */

const complaints: readonly (readonly [sign: RegExp, complaint: string])[] = [
  [
    /WRONGPASS/,
    "Redis refuses the user or the password: look at REDIS_URL, or at REDIS_SENTINEL_PASSWORD for sentinels",
  ],
  [/NOAUTH/, "Redis asks for a password: look at REDIS_URL, or at REDIS_SENTINEL_PASSWORD for sentinels"],
  [/NOPERM/, "Redis forbids its user what Hubbub needs: docs/operations.md, Redis, has the rights"],
  [/altname|does not match certificate/i, "The certificate of Redis is for another name: look at REDIS_SERVER_NAME"],
  [/certificate has expired/i, "The certificate of Redis, or of its authority, has expired"],
  [/certificate required|alert unknown ca/i, "Redis does not take our certificate: look at REDIS_CERT_FILE"],
  [
    /self[- ]signed certificate|unable to (?:verify the first|get (?:local )?issuer) certificate/i,
    "The certificate of Redis is not from an authority that is known: look at REDIS_CA_FILE",
  ],
  [/wrong version number|packet length too long/i, "Redis does not speak TLS at this port: look at REDIS_URL"],
];

export const isAway = "Redis is away";

/** A sentence without its full stop. */
export function troubleOf(fault: unknown): string {
  const said = saidBy(fault);
  return complaints.find(([sign]) => sign.test(said))?.[1] ?? isAway;
}

/** That of a cluster keeps the reason in what its last node said. */
function saidBy(fault: unknown): string {
  if (!(fault instanceof Error)) return "";
  const inner = "lastNodeError" in fault ? fault.lastNodeError : fault.cause;
  return `${fault.message} ${saidBy(inner)}`;
}
