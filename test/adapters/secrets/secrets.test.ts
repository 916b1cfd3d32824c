import { expect, test } from "@jest/globals";
import ssh2 from "ssh2";
import { makeSecrets } from "../../../src/adapters/secrets/secrets.ts";
import { SshPublicKey } from "../../../src/contract/index.ts";

const secrets = makeSecrets();

test("a password verifies against its own hash only, and no two hashes are equal", async () => {
  const [one, two] = await Promise.all([secrets.hashPassword("correct horse"), secrets.hashPassword("correct horse")]);

  expect(one).toMatch(/^\$6\$[A-Za-z0-9./]{16}\$[A-Za-z0-9./]{86}$/);
  expect(one).not.toBe(two);
  expect(await secrets.verifyPassword("correct horse", one)).toBe(true);
  expect(await secrets.verifyPassword("wrong horse", one)).toBe(false);
  expect(await secrets.verifyPassword("correct horse", "$2y$10$not.ours")).toBe(false);
});

test("makes an Ed25519 key pair that OpenSSH and the contract accept", async () => {
  const pair = await secrets.generateKeyPair("twinstack-generated-shop");

  const [publicKey, privateKey] = [pair.publicKey, pair.privateKey].map((text) => ssh2.utils.parseKey(text));
  expect(SshPublicKey.parse(pair.publicKey)).toBe(pair.publicKey);
  expect(pair.publicKey).toMatch(/^ssh-ed25519 \S+ twinstack-generated-shop$/);
  if (publicKey instanceof Error || privateKey instanceof Error || !publicKey || !privateKey)
    throw new TypeError("unreadable key");
  const signature = privateKey.sign("message");
  expect(publicKey.verify("message", signature as Buffer)).toBe(true);
});

test("tokens carry 256 bits and never repeat; digests and ids have their usual forms", () => {
  const tokens = Array.from({ length: 100 }, () => secrets.generateToken());

  expect(new Set(tokens).size).toBe(100);
  for (const token of tokens) expect(token).toMatch(/^[A-Za-z0-9_-]{43}$/);
  expect(secrets.sha256("abc")).toBe("ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad");
  expect(secrets.newId()).toMatch(/^[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-/);
});
