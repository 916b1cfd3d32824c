import { expect, test } from "@jest/globals";
import { sha512Crypt } from "../../../src/adapters/secrets/sha512-crypt.ts";

// Test vectors of the public specification "Unix crypt using SHA-256 and SHA-512".
test.each([
  [
    "Hello world!",
    "$6$saltstring",
    "$6$saltstring$svn8UoSVapNtMuq1ukKS4tPQd8iKwSMHWjl/O817G3uBnIFNjnQJuesI68u4OTLiBFdcbYEdFCoEOfaS35inz1",
  ],
  [
    "Hello world!",
    "$6$rounds=10000$saltstringsaltstring",
    "$6$rounds=10000$saltstringsaltst$OW1/O6BYHV6BcXZu8QVeXbDWra3Oeqh0sbHbbMCVNSnCM/UrjmM0Dp8vOuZeHBy/YTBmSK6H9qs/y3RnOaw5v.",
  ],
  [
    "This is just a test",
    "$6$rounds=5000$toolongsaltstring",
    "$6$rounds=5000$toolongsaltstrin$lQ8jolhgVRVhY4b5pZKaysCLi0QBxGoNeKQzQ3glMhwllF7oGDZxUhx1yxdYcz/e1JSbq3y6JMxxl8audkUEm0",
  ],
  [
    "we have a short salt string but not a short password",
    "$6$rounds=77777$short",
    "$6$rounds=77777$short$WuQyW2YR.hBNpjjRhpYD/ifIw05xdfeEyQoMxIXbkvr0gge1a1x3yRULJ5CCaUeOxFmtlcGZelFl5CxtgfiAc0",
  ],
  [
    "the minimum number is still observed",
    "$6$rounds=10$roundstoolow",
    "$6$rounds=1000$roundstoolow$kUMsbe306n21p9R.FRkW3IGn.S9NPN0x50YhH1xhLsPuWGsUSklZt58jaTfF4ZEQpyUNGc0dqbpBYYBaHHrsX.",
  ],
])("hashes “%s” with %s as the specification does", (password, setting, hash) => {
  expect(sha512Crypt(password, setting)).toBe(hash);
});

test("the hash itself serves as setting, and other kinds are left alone", () => {
  const hash = sha512Crypt("passwörd", "$6$abc") ?? "";

  expect(sha512Crypt("passwörd", hash)).toBe(hash);
  expect(sha512Crypt("password", hash)).not.toBe(hash);
  expect(sha512Crypt("passwörd", "$5$abc")).toBeNull();
  expect(sha512Crypt("passwörd", "plain")).toBeNull();
});
