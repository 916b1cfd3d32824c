import { describe, expect, test } from "@jest/globals";
import { parseYaml } from "../../src/adapters/text/parse-yaml.ts";
import type { Issue } from "../../src/contract/index.ts";
import { checkRequirement } from "../../src/requirement/index.ts";

const NOW = new Date("2026-11-21T12:00:00Z");
const KEY = "ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAIK0/yugVJGNL1xdqmnv2ILXw+aB4WUePDwuJhtWS1YfH ada@home";

function check(input: unknown) {
  return checkRequirement(input, { parseYaml, now: NOW });
}

function issuesOf(input: unknown): readonly Issue[] {
  const result = check(input);
  return result.ok ? [] : result.error;
}

const withName = (rest: object) => ({ name: "shop", ...rest });
const hardware = (rest: object) => withName({ hardware: rest });
const software = (rest: object) => withName({ software: rest });
const network = (rest: object) => withName({ network: rest });
const access = (rest: object) => withName({ access: rest });
const ports = (...openPorts: object[]) => network({ openPorts });
const volumes = (...list: object[]) => hardware({ volumes: list });
const cloudInit = (text: string) => software({ cloudInit: text });
const NO_KEY = { generateKeyPair: false };

type Case = readonly [what: string, input: unknown, pointer: string, code: string, remedy: RegExp];

const SHAPE: readonly Case[] = [
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

const MEANING: readonly Case[] = [
  [
    "Windows as family",
    software({ os: { family: "windows", version: "2022" } }),
    "/software/os/family",
    "windows-not-supported",
    /ubuntu/,
  ],
  ["Windows as text", software({ os: "Windows Server 2022" }), "/software/os", "windows-not-supported", /debian/],
  [
    "an unknown profile",
    withName({ profile: "small-web" }),
    "/profile",
    "unknown-profile",
    /Did you mean “small-web-server”/,
  ],
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
  [
    "a volume twice",
    volumes({ name: "a", sizeGib: 1 }, { name: "a", sizeGib: 2 }),
    "/hardware/volumes/1/name",
    "duplicate-volume",
    /own name/,
  ],
  [
    "a folder twice",
    volumes({ name: "a", sizeGib: 1, mountPath: "/data/b" }, { name: "b", sizeGib: 1 }),
    "/hardware/volumes/1/mountPath",
    "duplicate-mount-path",
    /own folder/,
  ],
  [
    "a volume over /usr",
    volumes({ name: "a", sizeGib: 1, mountPath: "/usr" }),
    "/hardware/volumes/0/mountPath",
    "system-folder",
    /\/data/,
  ],
  [
    "a folder with ..",
    volumes({ name: "a", sizeGib: 1, mountPath: "/data/.." }),
    "/hardware/volumes/0/mountPath",
    "unclean-path",
    /\.\./,
  ],
  [
    "labels that would be equal",
    volumes({ name: "photographs-of-2025", sizeGib: 1 }, { name: "photographs-of-2026", sizeGib: 1 }),
    "/hardware/volumes/1/name",
    "volume-names-alike",
    /differ earlier/,
  ],
  [
    "volumes the machine could mix up",
    volumes({ name: "a", sizeGib: 5 }, { name: "b", sizeGib: 5, speed: "fast" }),
    "/hardware/volumes/1/sizeGib",
    "volumes-alike",
    /6/,
  ],
  ["a backwards range", ports({ port: "8010-8000" }), "/network/openPorts/0/port", "backwards-range", /8000-8010/],
  [
    "a port that is too high",
    ports({ port: "65000-70000" }),
    "/network/openPorts/0/port",
    "port-out-of-range",
    /65535/,
  ],
  ["port zero in text", ports({ port: "0-10" }), "/network/openPorts/0/port", "port-out-of-range", /1 to 65535/],
  ["tcp without a port", ports({ protocol: "tcp" }), "/network/openPorts/0/port", "port-missing", /such as 80/],
  [
    "ping with a port",
    ports({ protocol: "icmp", port: 8 }),
    "/network/openPorts/0/port",
    "port-without-meaning",
    /Leave the port out/,
  ],
  ["a port twice", ports({ port: 80 }, { port: 80 }), "/network/openPorts/1", "duplicate-open-port", /Remove one/],
  [
    "ping twice",
    ports({ protocol: "icmp" }, { protocol: "icmp" }),
    "/network/openPorts/1",
    "duplicate-open-port",
    /Remove one/,
  ],
  [
    "ports that overlap",
    ports({ port: "20-30" }, { port: 22, source: "192.0.2.0/24" }),
    "/network/openPorts/1",
    "overlapping-open-ports",
    /separate/,
  ],
  ["an IPv6 source", ports({ port: 80, source: "::/0" }), "/network/openPorts/0/source", "ipv6-not-supported", /IPv4/],
  [
    "a source without a size",
    ports({ port: 80, source: "192.0.2.7" }),
    "/network/openPorts/0/source",
    "wrong-format",
    /192\.0\.2\.7\/32/,
  ],
  [
    "a source inside a range",
    ports({ port: 80, source: "192.0.2.7/24" }),
    "/network/openPorts/0/source",
    "range-not-aligned",
    /192\.0\.2\.0\/24.*192\.0\.2\.7\/32/,
  ],
  [
    "a public private network",
    network({ privateNetwork: { kind: "own", cidr: "8.8.8.0/24" } }),
    "/network/privateNetwork/cidr",
    "network-not-private",
    /10\.0\.0\.0\/8/,
  ],
  [
    "a private network beside the private ranges",
    network({ privateNetwork: { kind: "own", cidr: "172.32.0.0/16" } }),
    "/network/privateNetwork/cidr",
    "network-not-private",
    /172\.16/,
  ],
  [
    "a tiny private network",
    network({ privateNetwork: { kind: "own", cidr: "10.0.0.0/30" } }),
    "/network/privateNetwork/cidr",
    "network-size",
    /\/16 to \/29/,
  ],
  [
    "a private network with host bits",
    network({ privateNetwork: { kind: "own", cidr: "10.0.0.9/24" } }),
    "/network/privateNetwork/cidr",
    "range-not-aligned",
    /10\.0\.0\.0\/24/,
  ],
  [
    "an existing network by name",
    network({ privateNetwork: { kind: "existing", networks: { north: "my~net" } } }),
    "/network/privateNetwork/networks/north",
    "wrong-network-id",
    /UUID/,
  ],
  [
    "no existing network",
    network({ privateNetwork: { kind: "existing", networks: {} } }),
    "/network/privateNetwork/networks",
    "network-missing",
    /one per cloud/,
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

describe.each([
  ["shape", SHAPE],
  ["meaning", MEANING],
] as const)("refuses by %s", (_kind, cases) => {
  test.each(cases)("%s", (_what, input, pointer, code, remedy) => {
    const issues = issuesOf(input);

    expect(issues.map((issue) => [issue.pointer, issue.code])).toContainEqual([pointer, code]);
    expect(issues).toHaveLength(1);
    expect(issues[0]?.remedy).toMatch(remedy);
    expect(issues[0]?.message).not.toBe("");
  });
});

test("reports everything that is wrong at once, from shape and meaning alike", () => {
  const input = {
    name: "Shop",
    profil: "x",
    hardware: { vcpu: "2" },
    network: { openPorts: [{ port: "90-80" }] },
    access: { loginName: "root" },
    term: { leaseEnd: "2020-01-01" },
  };

  const pointers = issuesOf(input).map((issue) => issue.pointer);

  expect(pointers.toSorted()).toEqual([
    "/access/loginName",
    "/hardware/vcpu",
    "/name",
    "/network/openPorts/0/port",
    "/profil",
    "/term/leaseEnd",
  ]);
});

test.each([`hunter2-secret\u0001`, 20261121, "hunter2", ["hunter2"]])(
  "a password never appears in an issue: %j",
  (password) => {
    const issues = issuesOf(access({ password }));

    expect(issues).toHaveLength(1);
    expect(JSON.stringify(issues)).not.toMatch(/hunter2|20261121/);
  },
);

test("lays the request over the profile and the schema's defaults", () => {
  const result = check({
    name: "shop",
    profile: "small-web-server",
    hardware: { vcpu: 2, volumes: [{ name: "photos", sizeGib: 5 }] },
    access: { sshKeys: [KEY] },
  });

  expect(result).toMatchObject({
    ok: true,
    value: {
      name: "shop",
      profile: "small-web-server",
      hardware: { vcpu: 2, memoryGib: 1, volumes: [{ name: "photos", sizeGib: 5, speed: "standard" }] },
      software: { packages: ["nginx"] },
      access: { loginName: "owner", sshKeys: [KEY], generateKeyPair: false },
    },
  });
});

test("a profile's probe gives way when the probed port is not opened", () => {
  const closed = check({ name: "shop", profile: "small-web-server", network: { openPorts: [{ port: 22 }] } });
  const open = check({ name: "shop", profile: "small-web-server", network: { openPorts: [{ port: "22-90" }] } });

  expect(closed).toMatchObject({ ok: true, value: { protection: { probe: null } } });
  expect(open).toMatchObject({ ok: true, value: { protection: { probe: { port: 80 } } } });
});

test("an own cloud-init that brings keys counts as a way in", () => {
  const input = withName({
    access: NO_KEY,
    software: { cloudInit: `#cloud-config\nssh_authorized_keys:\n  - ${KEY}\n` },
  });

  expect(issuesOf(input)).toEqual([]);
});

test("a misshapen entry hides neither the mistakes beside it nor their places", () => {
  const found = issuesOf({
    name: "shop",
    network: { openPorts: [{ port: 70_000 }, { port: "90-80" }] },
    hardware: {
      vcpu: "two",
      volumes: [
        { name: "a", sizeGib: 0 },
        { name: "b", sizeGib: 5, mountPath: "/etc" },
      ],
    },
    software: {
      files: [
        { path: "../x", content: "" },
        { path: "/etc/twinstack/x", content: "" },
      ],
      services: ["sshd"],
    },
  });

  expect(found.map(({ pointer, code }) => `${pointer} ${code}`).toSorted()).toEqual([
    "/hardware/vcpu wrong-type",
    "/hardware/volumes/0/sizeGib out-of-range",
    "/hardware/volumes/1/mountPath system-folder",
    "/network/openPorts/0/port out-of-range",
    "/network/openPorts/1/port backwards-range",
    "/software/files/0/path wrong-format",
    "/software/files/1/path our-file",
    "/software/services/0 service-not-allowed",
  ]);
});

test("what was cut out is not judged by the profile's value in its place", () => {
  const found = issuesOf({
    name: "shop",
    software: {
      os: { family: "ubuntu", version: 22.04 },
      runtimes: [{ name: "php", version: "8.1" }],
      services: ["sshd"],
    },
    network: { openPorts: [{ port: 99_999 }] },
    protection: { probe: { kind: "tcp", port: 443 } },
    access: { generateKeyPair: false, sshKeys: ["none"] },
  });

  expect(found.map(({ pointer }) => pointer).toSorted()).toEqual([
    "/access/sshKeys/0",
    "/network/openPorts/0/port",
    "/software/os/version",
    "/software/services/0",
  ]);
});

test("a value out of range is one mistake, and a pasted private key is not shown again", () => {
  const found = issuesOf({
    name: "shop",
    hardware: { memoryGib: 0.3 },
    access: { sshKeys: ["-----BEGIN OPENSSH PRIVATE KEY----- b3BlbnNz"] },
  });

  expect(found.map(({ code }) => code)).toEqual(["out-of-range", "wrong-format"]);
  expect(found[1]?.message).toContain("private key");
  expect(JSON.stringify(found)).not.toContain("b3BlbnNz");
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
