import { createHash } from "node:crypto";

/** The order in which the digest's bytes are written out, three at a time; the 64th stands alone. */
const ORDER = Array.from({ length: 21 }, (_, step) => {
  const first = [0, 21, 42].map((offset) => offset + step);
  return step % 3 === 0 ? first : step % 3 === 1 ? [first[1], first[2], first[0]] : [first[2], first[0], first[1]];
});
const ALPHABET = "./0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz";
const DEFAULT_ROUNDS = 5_000;

/**
 * SHA-512 crypt(3) after Ulrich Drepper's public-domain specification "Unix crypt using SHA-256 and SHA-512".
 * `setting` is `$6$salt` or `$6$rounds=n$salt`; anything behind the salt is ignored. Null when it is of another kind.
 */
export function sha512Crypt(password: string, setting: string): string | null {
  const [, roundsText, saltText] = /^\$6\$(?:rounds=(\d{1,9})\$)?([^$]*)/.exec(setting) ?? [];
  if (saltText === undefined) return null;
  const rounds = Math.min(999_999_999, Math.max(1_000, Number(roundsText ?? DEFAULT_ROUNDS)));
  const key = Buffer.from(password, "utf8");
  const salt = Buffer.from(saltText, "utf8").subarray(0, 16);
  const digest = stretch(key, salt, firstDigest(key, salt), rounds);
  return `$6$${roundsText === undefined ? "" : `rounds=${rounds}$`}${salt.toString("utf8")}$${encode(digest)}`;
}

function sha512(...parts: readonly Uint8Array[]): Buffer {
  const hash = createHash("sha512");
  for (const part of parts) hash.update(part);
  return hash.digest();
}

/** Steps 1 to 12 of the specification: digest A. */
function firstDigest(key: Buffer, salt: Buffer): Buffer {
  const b = sha512(key, salt, key);
  const parts: Uint8Array[] = [key, salt, fill(b, key.length)];
  for (let bits = key.length; bits > 0; bits >>= 1) parts.push((bits & 1) === 1 ? b : key);
  return sha512(...parts);
}

/** Steps 13 to 21: the rounds. */
function stretch(key: Buffer, salt: Buffer, a: Buffer, rounds: number): Buffer {
  const p = fill(sha512(...Array.from({ length: key.length }, () => key)), key.length);
  const s = fill(sha512(...Array.from({ length: 16 + (a[0] ?? 0) }, () => salt)), salt.length);
  let c = a;
  for (let round = 0; round < rounds; round += 1) {
    const parts: Uint8Array[] = [round % 2 === 1 ? p : c];
    if (round % 3 !== 0) parts.push(s);
    if (round % 7 !== 0) parts.push(p);
    parts.push(round % 2 === 1 ? c : p);
    c = sha512(...parts);
  }
  return c;
}

/** The block repeated to the wanted length. */
function fill(block: Buffer, length: number): Buffer {
  return Buffer.alloc(length, block.subarray(0, Math.max(1, Math.min(block.length, length))));
}

function encode(digest: Buffer): string {
  const at = (index: number | undefined) => digest[index ?? 0] ?? 0;
  const groups = ORDER.map(([a, b, c]) => characters((at(a) << 16) | (at(b) << 8) | at(c), 4));
  return `${groups.join("")}${characters(at(63), 2)}`;
}

function characters(value: number, count: number): string {
  return Array.from({ length: count }, (_, index) => ALPHABET[(value >> (6 * index)) & 63]).join("");
}
