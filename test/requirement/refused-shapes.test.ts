import { describe, test } from "@jest/globals";
import { access, type Case, expectOneIssue, hardware, KEY, network, software, volumes, withName } from "./mistakes.ts";

const CASES: readonly Case[] = [
  ["nothing at all", null, "", "wrong-type", /Begin with name/],
  ["a list", [], "", "wrong-type", /name/],
  ["a missing name", {}, "/name", "missing-field", /Add “name”/],
  ["a name with capitals", { name: "Shop" }, "/name", "wrong-format", /lower-case/],
  ["an unknown field", withName({ hardwre: {} }), "/hardwre", "unknown-field", /Did you mean “hardware”/],
  ["an unknown field below", hardware({ cpu: 2 }), "/hardware/cpu", "unknown-field", /Did you mean “vcpu”/],
  [
    "an unknown field in a list",
    volumes({ name: "a", sizeGib: 1, path: "/x" }),
    "/hardware/volumes/0/path",
    "unknown-field",
    /mountPath/,
  ],
  ["an unknown field with a slash", withName({ "a/b~c": 1 }), "/a~1b~0c", "unknown-field", /Known fields/],
  ["text for a number", hardware({ vcpu: "2" }), "/hardware/vcpu", "wrong-type", /2 without quotes/],
  ["words for a number", hardware({ vcpu: "two" }), "/hardware/vcpu", "wrong-type", /number/],
  [
    "a number for text",
    software({ os: { family: "ubuntu", version: 24.04 } }),
    "/software/os/version",
    "wrong-type",
    /in quotes/,
  ],
  [
    "one entry for a list",
    software({ packages: "git" }),
    "/software/packages",
    "wrong-type",
    /list, even for a single/,
  ],
  ["null for a list", software({ packages: null }), "/software/packages", "wrong-type", /list/],
  [
    "half a GiB of disk",
    hardware({ rootDiskGib: 10.5 }),
    "/hardware/rootDiskGib",
    "wrong-type",
    /whole number, such as 11/,
  ],
  ["no processor", hardware({ vcpu: 0 }), "/hardware/vcpu", "out-of-range", /from 1 to 64/],
  ["a thousand processors", hardware({ vcpu: 1000 }), "/hardware/vcpu", "out-of-range", /from 1 to 64/],
  ["an odd step of memory", hardware({ memoryGib: 1.3 }), "/hardware/memoryGib", "wrong-step", /multiple of 0.5/],
  [
    "too many volumes",
    volumes(...Array.from({ length: 9 }, (_, i) => ({ name: `v${i}`, sizeGib: 1 }))),
    "/hardware/volumes",
    "out-of-range",
    /8 entries/,
  ],
  [
    "an unknown choice",
    withName({ placement: { standby: { mode: "stoped" } } }),
    "/placement/standby/mode",
    "unknown-choice",
    /Did you mean “stopped”/,
  ],
  [
    "an unknown kind of network",
    network({ privateNetwork: { kind: "shared" } }),
    "/network/privateNetwork/kind",
    "unknown-choice",
    /own, existing/,
  ],
  [
    "octal permissions without quotes",
    software({ files: [{ path: "/a", content: "", permissions: 644 }] }),
    "/software/files/0/permissions",
    "wrong-type",
    /"0644"/,
  ],
  ["a label in capitals", withName({ labels: { Team: "x" } }), "/labels/Team", "wrong-key", /lower-case/],
  ["a label with ~", withName({ labels: { team: "a~b" } }), "/labels/team", "wrong-format", /~/],
  ["a key that is no key", access({ sshKeys: ["hello"] }), "/access/sshKeys/0", "wrong-format", /OpenSSH public key/],
  [
    "a private key",
    access({ sshKeys: ["-----BEGIN OPENSSH PRIVATE KEY-----"] }),
    "/access/sshKeys/0",
    "wrong-format",
    /public key/,
  ],
  ["a key comment with ~", access({ sshKeys: [`${KEY}~`] }), "/access/sshKeys/0", "wrong-format", /public key/],
  ["a short password", access({ password: "short" }), "/access/password", "out-of-range", /12 characters/],
  [
    "a mail address that is none",
    withName({ contact: { email: "ada" } }),
    "/contact/email",
    "wrong-format",
    /name@example/,
  ],
  [
    "a day that is none",
    withName({ term: { leaseEnd: "2027-02-30" } }),
    "/term/leaseEnd",
    "wrong-format",
    /YYYY-MM-DD/,
  ],
  [
    "a duration in words",
    withName({ protection: { recoveryPointObjective: "1h" } }),
    "/protection/recoveryPointObjective",
    "wrong-format",
    /PT30M/,
  ],
  [
    "a file path with ~",
    software({ files: [{ path: "/home/~x", content: "" }] }),
    "/software/files/0/path",
    "wrong-format",
    /~/,
  ],
];

describe("refuses by shape", () => {
  test.each(CASES.map((found) => [found[0], found] as const))("%s", (_what, found) => {
    expectOneIssue(found);
  });
});
