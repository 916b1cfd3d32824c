import { createHash, randomBytes, randomUUID, timingSafeEqual } from "node:crypto";
import ssh2 from "ssh2";
import type { KeyPair, Secrets } from "../../requirement/ports.ts";
import { sha512Crypt } from "./sha512-crypt.ts";

const SALT_ALPHABET = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789./";

/** Real randomness and hashing. */
export function makeSecrets(): Secrets {
  return { hashPassword, verifyPassword, generateKeyPair, generateToken, sha256, newId: randomUUID };
}

async function hashPassword(plain: string): Promise<string> {
  const salt = [...randomBytes(16)].map((byte) => SALT_ALPHABET[byte & 63]).join("");
  return sha512Crypt(plain, `$6$${salt}`) ?? "";
}

async function verifyPassword(plain: string, hash: string): Promise<boolean> {
  const again = sha512Crypt(plain, hash);
  if (again === null) return false;
  const [one, other] = [Buffer.from(again), Buffer.from(hash)];
  return one.length === other.length && timingSafeEqual(one, other);
}

async function generateKeyPair(comment: string): Promise<KeyPair> {
  const pair = ssh2.utils.generateKeyPairSync("ed25519", { comment });
  return { publicKey: pair.public.trim(), privateKey: pair.private };
}

function generateToken(): string {
  return randomBytes(32).toString("base64url");
}

function sha256(text: string): string {
  return createHash("sha256").update(text, "utf8").digest("hex");
}
