import { describe, expect, test } from "@jest/globals";
import { access, type Case, expectOneIssue, issuesOf, KEY, NO_KEY, withName } from "./mistakes.ts";

const CASES: readonly Case[] = [
  [
    "an unknown profile",
    withName({ profile: "small-web" }),
    "/profile",
    "unknown-profile",
    /Did you mean “small-web-server”/,
  ],
  ["root as login", access({ loginName: "root" }), "/access/loginName", "reserved-login", /allowRoot/],
  ["a daemon's login", access({ loginName: "www-data" }), "/access/loginName", "reserved-login", /owner/],
  ["no way in", access(NO_KEY), "/access", "no-way-in", /generateKeyPair/],
  ["a key twice", access({ sshKeys: [KEY, `${KEY}-again`] }), "/access/sshKeys/1", "duplicate-key", /second copy/],
  [
    "a password nobody can type",
    access({ password: "twelve chars\u0007" }),
    "/access/password",
    "password-not-typable",
    /printable/,
  ],
  [
    "main and standby on one cloud",
    withName({ placement: { main: "north", standby: { cloud: "north", mode: "running" } } }),
    "/placement/standby/cloud",
    "same-cloud-twice",
    /another cloud/,
  ],
  [
    "protection without standby",
    withName({ protection: { enabled: true } }),
    "/protection/enabled",
    "protection-without-standby",
    /pilot-light/,
  ],
  [
    "an objective of a minute",
    withName({ protection: { recoveryPointObjective: "PT1M" } }),
    "/protection/recoveryPointObjective",
    "objective-too-short",
    /PT5M/,
  ],
  [
    "a probe of a closed port",
    withName({ protection: { probe: { kind: "http", port: 81 } } }),
    "/protection/probe/port",
    "probe-port-closed",
    /port 81/,
  ],
  [
    "a lease that has ended",
    withName({ term: { leaseEnd: "2026-11-19" } }),
    "/term/leaseEnd",
    "lease-end-past",
    /today/,
  ],
];

describe("refuses by meaning", () => {
  test.each(CASES.map((found) => [found[0], found] as const))("%s", (_what, found) => {
    expectOneIssue(found);
  });
});

test.each([`hunter2-secret\u0001`, 20261121, "hunter2", ["hunter2"]])(
  "a password never appears in an issue: %j",
  (password) => {
    const issues = issuesOf(access({ password }));

    expect(issues).toHaveLength(1);
    expect(JSON.stringify(issues)).not.toMatch(/hunter2|20261121/);
  },
);
