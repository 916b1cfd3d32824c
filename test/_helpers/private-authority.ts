import { execFile } from "node:child_process";
import { mkdtemp, readFile, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { promisify } from "node:util";

const run = promisify(execFile);

export interface PrivateAuthority {
  readonly caCertificate: string;
  /** A certificate for 127.0.0.1 signed by that authority. */
  readonly server: { readonly key: string; readonly cert: string };
  /** One for another host name. */
  readonly elsewhere: { readonly key: string; readonly cert: string };
}

/** Makes a certificate authority with openssl, as an operator with private certificates has one. */
export async function makePrivateAuthority(): Promise<PrivateAuthority> {
  const folder = await mkdtemp(join(tmpdir(), "twinstack-ca-"));
  const file = (name: string) => join(folder, name);
  const read = (name: string) => readFile(file(name), "utf8");
  const newKey = ["-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:prime256v1", "-nodes"];
  try {
    await run("openssl", [
      ...["req", "-x509", ...newKey, "-keyout", file("ca.key"), "-out", file("ca.pem"), "-days", "2"],
      ...["-subj", "/CN=Private authority", "-addext", "basicConstraints=critical,CA:TRUE"],
    ]);
    for (const [name, san] of [
      ["server", "IP:127.0.0.1"],
      ["elsewhere", "DNS:elsewhere.example"],
    ] as const) {
      await run("openssl", [
        ...["req", "-x509", ...newKey, "-keyout", file(`${name}.key`), "-out", file(`${name}.pem`), "-days", "1"],
        ...["-subj", `/CN=${name}`, "-addext", `subjectAltName=${san}`, "-addext", "basicConstraints=CA:FALSE"],
        ...["-CA", file("ca.pem"), "-CAkey", file("ca.key")],
      ]);
    }
    return {
      caCertificate: await read("ca.pem"),
      server: { key: await read("server.key"), cert: await read("server.pem") },
      elsewhere: { key: await read("elsewhere.key"), cert: await read("elsewhere.pem") },
    };
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}
