import { execFile } from "node:child_process";
import { mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
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
  /** One for 127.0.0.1 whose time is over. */
  readonly expired: { readonly key: string; readonly cert: string };
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
    await makeExpired(folder, newKey);
    return {
      caCertificate: await read("ca.pem"),
      server: { key: await read("server.key"), cert: await read("server.pem") },
      elsewhere: { key: await read("elsewhere.key"), cert: await read("elsewhere.pem") },
      expired: { key: await read("expired.key"), cert: await read("expired.pem") },
    };
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

/** Only `openssl ca` lets a certificate begin and end in the past. */
async function makeExpired(folder: string, newKey: readonly string[]): Promise<void> {
  const file = (name: string) => join(folder, name);
  const config = `[ca]\ndefault_ca=own\n[own]\ndatabase=${file("index")}\nnew_certs_dir=${folder}\nrand_serial=yes
default_md=sha256\npolicy=any\nx509_extensions=names\n[any]\ncommonName=supplied\n[names]\nsubjectAltName=IP:127.0.0.1\n`;
  await writeFile(file("index"), "");
  await writeFile(file("ca.cnf"), config);
  await run("openssl", [
    ...["req", "-new", ...newKey, "-keyout", file("expired.key"), "-out", file("expired.csr"), "-subj", "/CN=expired"],
  ]);
  await run("openssl", [
    ...["ca", "-batch", "-notext", "-config", file("ca.cnf"), "-cert", file("ca.pem"), "-keyfile", file("ca.key")],
    ...["-in", file("expired.csr"), "-out", file("expired.pem")],
    ...["-startdate", "20200101000000Z", "-enddate", "20200102000000Z"],
  ]);
}
