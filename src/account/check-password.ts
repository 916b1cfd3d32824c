import type { Issue } from "../contract/index.ts";
import { AppError } from "../kernel/app-error.ts";
import { COMMON_WORDS } from "./common-words.ts";

const SHORTEST = 12;
/** argon2 reads all of it, so an endless one would cost the service time. */
const LONGEST = 256;
const ROWS = [
  "1234567890",
  "qwertyuiop",
  "qwertzuiop",
  "azertyuiop",
  "asdfghjkl",
  "zxcvbnm",
  "abcdefghijklmnopqrstuvwxyz",
];
const LOOKALIKES: Readonly<Record<string, string>> = {
  "0": "o",
  "1": "i",
  "3": "e",
  "4": "a",
  "5": "s",
  "7": "t",
  "@": "a",
  $: "s",
  "!": "i",
};

/** What a password must not be, because whoever guesses knows it. */
export interface KnownOfPerson {
  readonly email: string | null;
  readonly handle: string;
}

/**
 * Judges a new password by length and by how soon it would be guessed. There are no rules of composition: they make
 * passwords that are hard to keep and easy to guess (NIST SP 800-63B).
 *
 * @param pointer where the password stood in what was sent
 * @throws AppError `validation-failed` naming everything that is wrong
 */
export function checkPassword(password: string, person: KnownOfPerson, pointer: string): void {
  const issues = [...judge(password, person)].map(
    ([code, message, remedy]): Issue => ({ pointer, code, message, remedy }),
  );
  if (issues.length > 0) throw new AppError("validation-failed", "The password is not good enough.", { issues });
}

function* judge(password: string, { email, handle }: KnownOfPerson): Generator<readonly [string, string, string]> {
  const length = [...password].length;
  const plain = password.toLowerCase();
  if (length < SHORTEST) {
    yield [
      "too-short",
      `It has ${length} characters; at least ${SHORTEST} are needed.`,
      "Take several words that have nothing to do with each other.",
    ];
  }
  if (length > LONGEST) yield ["too-long", `It has more than ${LONGEST} characters.`, "Take a shorter one."];
  if (isOwnName(plain, email) || isOwnName(plain, handle)) {
    yield ["own-name", "It is your e-mail address or handle.", "Take something that is not known of you."];
  } else if (length >= SHORTEST && isCommon(plain)) {
    yield [
      "too-common",
      "It is among the first that are guessed.",
      "Take several words that have nothing to do with each other.",
    ];
  }
}

function isOwnName(plain: string, name: string | null): boolean {
  if (name === null || name.length < 3) return false;
  const mailbox = name.split("@")[0] ?? "";
  const bare = plain.replace(/[^\p{L}]+$/u, "");
  return [name, mailbox].some(
    (known) => known.length >= 3 && (plain === known || bare === known || bare === known + known),
  );
}

function isCommon(plain: string): boolean {
  if (new Set(plain).size < 5) return true;
  if (isWalk(plain)) return true;
  // What is added before and behind a word is guessed with it.
  const middle = plain.replace(/^[^a-z]+|[^a-z]+$/g, "");
  return [middle, translate(middle)].some((text) => isMadeOfCommonWords(text, plain.length));
}

/** A walk along a row of the keyboard or the alphabet, there or back, again and again. */
function isWalk(plain: string): boolean {
  return ROWS.flatMap((row) => [row, [...row].reverse().join("")]).some((row) => {
    const walk = row.repeat(Math.ceil(plain.length / row.length) + 1);
    return walk.includes(plain);
  });
}

/** Common words, hardly anything else between them, and not so many that their order is a secret. */
function isMadeOfCommonWords(text: string, length: number): boolean {
  const letters = text.replace(/[^a-z]/g, "");
  let rest = letters;
  for (const word of BY_LENGTH) rest = rest.replaceAll(word, "");
  const common = letters.length - rest.length;
  return rest.length <= 2 && common <= 24 && common * 2 >= length;
}

const BY_LENGTH = [...COMMON_WORDS].sort((one, other) => other.length - one.length);

function translate(plain: string): string {
  return [...plain].map((letter) => LOOKALIKES[letter] ?? letter).join("");
}
