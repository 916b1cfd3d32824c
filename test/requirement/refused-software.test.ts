import { describe, expect, test } from "@jest/globals";
import { type Case, cloudInit, expectOneIssue, issuesOf, software } from "./mistakes.ts";

const CASES: readonly Case[] = [
  [
    "Windows as family",
    software({ os: { family: "windows", version: "2022" } }),
    "/software/os/family",
    "windows-not-supported",
    /ubuntu/,
  ],
  ["Windows as text", software({ os: "Windows Server 2022" }), "/software/os", "windows-not-supported", /debian/],
  [
    "an old Ubuntu",
    software({ os: { family: "ubuntu", version: "14.04" } }),
    "/software/os/version",
    "unknown-os-version",
    /24\.04/,
  ],
  [
    "a runtime version nobody has",
    software({ runtimes: [{ name: "php", version: "5.6" }] }),
    "/software/runtimes/0/version",
    "runtime-version-unavailable",
    /default, 8\.3/,
  ],
  [
    "a runtime twice",
    software({ runtimes: [{ name: "java" }, { name: "java", version: "17" }] }),
    "/software/runtimes/1/name",
    "duplicate-runtime",
    /one entry/,
  ],
  [
    "a file twice",
    software({
      files: [
        { path: "/srv/a", content: "" },
        { path: "/srv/a", content: "x" },
      ],
    }),
    "/software/files/1/path",
    "duplicate-file",
    /own path/,
  ],
  [
    "a path with ..",
    software({ files: [{ path: "/srv/../etc/x", content: "" }] }),
    "/software/files/0/path",
    "unclean-path",
    /plain path/,
  ],
  [
    "a path with quotes",
    software({ files: [{ path: '/srv/"x"', content: "" }] }),
    "/software/files/0/path",
    "unclean-path",
    /plain path/,
  ],
  [
    "a file of ours",
    software({ files: [{ path: "/etc/twinstack/agent.conf", content: "" }] }),
    "/software/files/0/path",
    "our-file",
    /another path/,
  ],
  [
    "a content with NUL",
    software({ files: [{ path: "/srv/a", content: "\0" }] }),
    "/software/files/0/content",
    "not-text",
    /binary/,
  ],
  [
    "half a character in a command",
    software({ firstBootCommands: ["echo \ud800"] }),
    "/software/firstBootCommands/0",
    "not-text",
    /plain text/,
  ],
  ["sshd as a service", software({ services: ["sshd"] }), "/software/services/0", "service-not-allowed", /nginx/],
  ["a script as cloud-init", cloudInit("#!/bin/sh\necho"), "/software/cloudInit", "cloud-init-header", /#cloud-config/],
  [
    "a cloud-init that is no mapping",
    cloudInit("#cloud-config\n- a"),
    "/software/cloudInit",
    "cloud-init-not-a-mapping",
    /runcmd/,
  ],
  [
    "a cloud-init that is no YAML",
    cloudInit("#cloud-config\na: [1"),
    "/software/cloudInit",
    "cloud-init-unreadable",
    /YAML/,
  ],
  [
    "a YAML bomb as cloud-init",
    cloudInit(`#cloud-config\na: &a [${"x,".repeat(50)}]\nb: &b [${"*a,".repeat(50)}]\nc: [${"*b,".repeat(50)}]`),
    "/software/cloudInit",
    "cloud-init-unreadable",
    /YAML/,
  ],
  [
    "a cloud-init that sets the host name",
    cloudInit("#cloud-config\nhostname: x"),
    "/software/cloudInit",
    "cloud-init-conflict",
    /hostname/,
  ],
  [
    "a cloud-init with private host keys",
    cloudInit("#cloud-config\nssh_keys: {}"),
    "/software/cloudInit",
    "cloud-init-conflict",
    /ssh_keys/,
  ],
  [
    "a cloud-init with commands as text",
    cloudInit("#cloud-config\nruncmd: ls"),
    "/software/cloudInit",
    "cloud-init-not-a-list",
    /list/,
  ],
  [
    "a cloud-init that makes our user",
    cloudInit("#cloud-config\nusers: [{name: owner}]"),
    "/software/cloudInit",
    "cloud-init-conflict",
    /loginName/,
  ],
];

describe("refuses by meaning", () => {
  test.each(CASES.map((found) => [found[0], found] as const))("%s", (_what, found) => {
    expectOneIssue(found);
  });
});

test.each([
  [
    "an apt name on rocky",
    { family: "rocky", version: "9" },
    { packages: ["apache2"] },
    "/software/packages/0",
    /httpd/,
  ],
  [
    "a dnf name on debian",
    { family: "debian", version: "12" },
    { packages: ["httpd"] },
    "/software/packages/0",
    /apache2/,
  ],
  [
    "a database that is only its client",
    { family: "almalinux", version: "9" },
    { packages: ["postgresql"], services: ["postgresql"] },
    "/software/services/0",
    /postgresql-server/,
  ],
])("refuses %s, because first boot would only log it", (_what, os, rest, pointer, remedy) => {
  const issues = issuesOf(software({ os, ...rest }));

  expect(issues.map((issue) => [issue.pointer, issue.code])).toEqual([[pointer, "package-of-another-system"]]);
  expect(issues[0]?.remedy).toMatch(remedy);
});
