import { execFile } from "node:child_process";
import { writeFile } from "node:fs/promises";
import { join } from "node:path";
import { promisify } from "node:util";
import { requireProgram } from "./programs.ts";

const run = promisify(execFile);

/** Paths of PEM files. */
export interface KeyPair {
  readonly cert: string;
  readonly key: string;
}

/** An authority of a test's own, and what it signed. */
export interface Certificates {
  readonly ca: string;
  /** For the one name, whatever the address. */
  readonly server: KeyPair;
  readonly client: KeyPair;
}

const newKey = ["-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:prime256v1", "-nodes"];

/** Writes them into `dir`; valid for a day. */
export async function makeCertificates(dir: string, serverName: string): Promise<Certificates> {
  const openssl = requireProgram("openssl", "OPENSSL");
  const at = (file: string) => join(dir, file);
  const make = (...args: string[]) => run(openssl, args);
  const ca = { cert: at("ca.crt"), key: at("ca.key") };
  await make("req", "-x509", ...newKey, "-keyout", ca.key, "-out", ca.cert, "-days", "1", "-subj", "/CN=An authority");
  const sign = async (name: string): Promise<KeyPair> => {
    const [cert, key] = [at(`${name}.crt`), at(`${name}.key`)];
    const [request, names] = [at(`${name}.csr`), at(`${name}.ext`)];
    await make("req", ...newKey, "-keyout", key, "-out", request, "-subj", `/CN=${name}`);
    await writeFile(names, `subjectAltName=DNS:${name}\n`);
    const signed = ["-CA", ca.cert, "-CAkey", ca.key, "-CAcreateserial", "-days", "1", "-extfile", names];
    await make("x509", "-req", "-in", request, "-out", cert, ...signed);
    return { cert, key };
  };
  return { ca: ca.cert, server: await sign(serverName), client: await sign("client") };
}
