import { expect, test } from "@jest/globals";
import { check, issuesOf, KEY, NO_KEY, withName } from "./mistakes.ts";

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
