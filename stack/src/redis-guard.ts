import { writeFile } from "node:fs/promises";
import { join } from "node:path";
import type { Certificates } from "./certificates.ts";

/** TLS that asks for a certificate, and users by name: nobody gets in without. */
export interface RedisGuard {
  readonly certificates: Certificates;
  /** Lines of an ACL file, beside that of `admin`. */
  readonly users: readonly string[];
  /** Those of sentinels. */
  readonly sentinelUsers: readonly string[];
}

/** May do all, at the port without TLS, too; any password will do. */
export const admin = "admin";

/** Settings by their names in `redis.conf`, of a server and of a sentinel alike. */
export async function guardSettings(
  { ca, server }: Certificates,
  { users, dir, tlsPort }: { readonly users: readonly string[]; readonly dir: string; readonly tlsPort: number },
): Promise<Record<string, string>> {
  const aclfile = join(dir, "users.acl");
  const all = ["user default off", `user ${admin} on nopass ~* &* +@all`, ...users];
  await writeFile(aclfile, `${all.join("\n")}\n`);
  return {
    aclfile,
    "tls-port": String(tlsPort),
    "tls-cert-file": server.cert,
    "tls-key-file": server.key,
    "tls-ca-cert-file": ca,
    "tls-replication": "yes",
  };
}

/** How servers of one world get into each other. */
export const guardedReplication = { masteruser: admin, masterauth: "any" };
