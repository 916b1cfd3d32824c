import { spawnSync } from "node:child_process";
import { gunzipSync } from "node:zlib";
import { expect, test } from "@jest/globals";
import { parseYaml } from "../../src/adapters/text/parse-yaml.ts";
import { makeTextTools } from "../../src/adapters/text/text-tools.ts";
import { MAX_USER_DATA_BYTES, userData } from "../../src/plan/user-data.ts";
import { OPERATING_SYSTEMS } from "../../src/requirement/index.ts";
import { requirementOf, WORKSPACE_ID } from "./_fakes/compile.ts";

const AGENT = { publicUrl: "https://twin.example", bootstrapToken: "token-1" };
const KEY = "ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAIK0/yugVJGNL1xdqmnv2ILXw+aB4WUePDwuJhtWS1YfH ada";

interface Config {
  readonly [key: string]: unknown;
  readonly users: readonly Record<string, unknown>[];
  readonly packages: readonly string[];
  readonly runcmd: readonly unknown[];
  readonly write_files: readonly { path: string; content: string; permissions: string }[];
}

async function boot(request: object, agent: typeof AGENT | null = AGENT) {
  const requirement = await requirementOf(request);
  const input = {
    requirement,
    workspaceId: WORKSPACE_ID,
    site: "openstack",
    caPublicKey: "ssh-ed25519 AAAA ca",
    agent,
  };
  return userData(input as Parameters<typeof userData>[0], makeTextTools());
}

async function config(request: object, agent: typeof AGENT | null = AGENT) {
  const result = await boot(request, agent);
  if (!result.ok) throw new TypeError(JSON.stringify(result.error));
  const parsed = parseYaml(result.value.content) as Config;
  const file = (path: string) => parsed.write_files.find((entry) => entry.path === path);
  return { parsed, file, content: (path: string) => file(path)?.content ?? "" };
}

const FIRST_BOOT = "/usr/local/lib/twinstack/first-boot";
const WAIT_ONLINE = "/etc/systemd/system/systemd-networkd-wait-online.service.d/50-twinstack.conf";

test("lets the person in by key, and nobody else", async () => {
  const { parsed, content } = await config({ access: { sshKeys: [KEY], loginName: "ada" } });

  expect(parsed.users[0]).toEqual({
    name: "ada",
    shell: "/bin/bash",
    sudo: "ALL=(ALL) NOPASSWD:ALL",
    lock_passwd: true,
    ssh_authorized_keys: [KEY],
  });
  expect(parsed).toMatchObject({ hostname: "shop", manage_etc_hosts: true, disable_root: true, ssh_pwauth: false });
  expect(content("/etc/ssh/sshd_config.d/10-twinstack.conf")).toContain("PermitRootLogin no\n");
});

test("takes a password as a hash, and root only when allowed", async () => {
  const access = { sshKeys: [KEY], password: "correct horse battery", allowRoot: true };
  const { parsed, content } = await config({ access });

  expect(parsed.users[0]).toMatchObject({ lock_passwd: false, hashed_passwd: "$6$salt$hash" });
  expect(parsed.users.at(-1)).toEqual({ name: "root", ssh_authorized_keys: [KEY] });
  expect(parsed).toMatchObject({ disable_root: false, ssh_pwauth: true });
  expect(content("/etc/ssh/sshd_config.d/10-twinstack.conf")).toContain("PermitRootLogin prohibit-password\n");
  expect(JSON.stringify(parsed)).not.toContain("correct horse");
});

test("trusts the workspace's certificate authority for the service's own account only", async () => {
  const { parsed, content } = await config({});

  expect(content("/etc/ssh/twinstack_ca.pub")).toBe("ssh-ed25519 AAAA ca\n");
  expect(content("/etc/ssh/twinstack_principals/twinstack")).toBe(`twinstack-${WORKSPACE_ID}\n`);
  expect(content("/etc/ssh/sshd_config.d/10-twinstack.conf")).toContain(
    "TrustedUserCAKeys /etc/ssh/twinstack_ca.pub\nAuthorizedPrincipalsFile /etc/ssh/twinstack_principals/%u\n",
  );
  expect(parsed.users[1]).toMatchObject({ name: "twinstack", lock_passwd: true });
});

test("wakes up on the other cloud: host keys, name, data source and network card", async () => {
  const ubuntu = await config({});
  const rocky = await config({ software: { os: { family: "rocky", version: "9" } } });

  expect(parseYaml(ubuntu.content("/etc/cloud/cloud.cfg.d/99-dr.cfg"))).toEqual({
    ssh_deletekeys: false,
    preserve_hostname: true,
    datasource_list: ["ConfigDrive", "OpenStack", "CloudStack", "None"],
    network: { config: "disabled" },
  });
  expect(parseYaml(ubuntu.content("/etc/netplan/60-twinstack.yaml"))).toMatchObject({
    network: { ethernets: { any: { match: { name: "e*" }, dhcp4: true } } },
  });
  // A card that nobody has to wait for makes networkd wait for two minutes at each boot.
  expect(ubuntu.content("/etc/netplan/60-twinstack.yaml")).not.toContain("optional");
  expect(ubuntu.content(WAIT_ONLINE)).toContain("systemd-networkd-wait-online --any\n");
  expect(ubuntu.content("/etc/initramfs-tools/conf.d/twinstack")).toBe("MODULES=most\n");
  expect(rocky.content("/etc/NetworkManager/system-connections/twinstack.nmconnection")).toContain("interface-name=e*");
  expect(rocky.file("/etc/NetworkManager/system-connections/twinstack.nmconnection")?.permissions).toBe("0600");
  expect(rocky.content("/etc/dracut.conf.d/twinstack.conf")).toBe('hostonly="no"\n');
  expect(ubuntu.parsed.packages).toContain("qemu-guest-agent");
  expect(ubuntu.content(FIRST_BOOT)).toContain("systemctl start qemu-guest-agent");
});

test("installs volumes, then packages, then files, and starts services after the person's own commands", async () => {
  const { parsed, content } = await config({
    hardware: { volumes: [{ name: "photos", sizeGib: 7 }] },
    software: {
      packages: ["nginx"],
      services: ["nginx"],
      firstBootCommands: ["echo one", "echo two"],
      files: [{ path: "/srv/a b", content: "hello", owner: "www-data", permissions: "0640" }],
      cloudInit: "#cloud-config\nruncmd: [[touch, /tmp/own]]\npackages: [htop]\ntimezone: Europe/Prague\n",
    },
  });

  const script = content(FIRST_BOOT);
  const order = ["twinstack-volumes", "install_all nginx", "place 0 www-data 0640 '/srv/a b'", "twinstack-agent.timer"];
  const places = order.map((part) => script.indexOf(part, script.indexOf("prepare() {")));
  expect(places).toEqual(places.toSorted((a, b) => a - b));
  expect(Math.min(...places)).toBeGreaterThan(0);
  expect(parsed.runcmd).toEqual([
    ["sh", FIRST_BOOT, "prepare"],
    "echo one",
    "echo two",
    ["touch", "/tmp/own"],
    ["sh", FIRST_BOOT, "serve"],
  ]);
  expect(parsed.packages).toEqual(["qemu-guest-agent", "curl", "ca-certificates", "htop"]);
  expect(parsed["timezone"]).toBe("Europe/Prague");
  expect(content("/var/lib/twinstack/files/0")).toBe("hello");
  expect(content("/etc/twinstack/volumes")).toBe("photos 7 /data/photos owner\n");
});

test("a protected machine starts with its gate shut, an unprotected one without it", async () => {
  const request = { profile: "small-web-server", placement: { standby: { mode: "running" } } };
  const open = await config(request);
  const shut = await config({ ...request, protection: { enabled: true } });

  expect(open.file("/var/lib/twinstack/gated")).toBeUndefined();
  expect(shut.file("/var/lib/twinstack/gated")).toBeDefined();
  for (const { content } of [open, shut]) {
    expect(content("/etc/systemd/system/nginx.service.d/50-twinstack.conf")).toBe(
      "[Unit]\nConditionPathExists=|!/var/lib/twinstack/gated\nConditionPathExists=|/run/twinstack/serving\n",
    );
  }
});

test("without an address for machines there is no agent, and services start by themselves", async () => {
  const { parsed, content } = await config({ profile: "small-web-server" }, null);

  expect(parsed.write_files.filter(({ path }) => path.includes("agent") || path.includes("token"))).toEqual([]);
  expect(content(FIRST_BOOT)).toContain("systemctl start nginx");
  expect(content(FIRST_BOOT)).not.toContain("twinstack-agent");
});

test("a service that its package started before the person's files were there reads them", async () => {
  const files = [{ path: "/etc/nginx/conf.d/shop.conf", content: "# shop" }];
  const { content } = await config({ profile: "small-web-server", software: { files } });
  const plain = await config({ profile: "small-web-server" });

  const script = content(FIRST_BOOT);

  expect(script.indexOf("systemctl try-restart nginx")).toBeGreaterThan(script.indexOf("serve() {"));
  expect(plain.content(FIRST_BOOT)).not.toContain("try-restart");
});

test("announces secret files by digest and carries none of their content", async () => {
  const files = [{ path: "/etc/shop/key", content: "canary-content", secret: true, permissions: "0600" }];
  const { parsed, content, file } = await config({ software: { files } });

  expect(content("/etc/twinstack/secret-files")).toBe(`${"0".repeat(64)} /etc/shop/key\n`);
  expect(file("/etc/twinstack/bootstrap-token")).toMatchObject({ content: "token-1", permissions: "0600" });
  expect(JSON.stringify(parsed)).not.toContain("canary-content");
});

test.each([
  ["ubuntu", "24.04", "java", "default", "install_all default-jdk-headless"],
  [
    "ubuntu",
    "24.04",
    "java",
    "17",
    "apt_source adoptium https://packages.adoptium.net/artifactory/api/gpg/key/public https://packages.adoptium.net/artifactory/deb noble",
  ],
  ["ubuntu", "24.04", "java", "17", "install_all temurin-17-jdk"],
  ["ubuntu", "24.04", "dotnet", "8", "install_all dotnet-sdk-8.0"],
  ["ubuntu", "22.04", "nodejs", "22", "https://deb.nodesource.com/node_22.x nodistro"],
  ["ubuntu", "22.04", "docker", "default", "usermod -aG docker owner"],
  ["debian", "12", "dotnet", "9.0", "https://packages.microsoft.com/debian/12/prod bookworm"],
  ["debian", "13", "python", "3.13", "install_all python3 python3-venv python3-pip"],
  ["debian", "12", "php", "8.2", "install_all php-cli php-fpm"],
  ["debian", "12", "ruby", "default", "install_all ruby-full"],
  ["debian", "12", "go", "1.19", "install_all golang-go"],
  ["rocky", "9", "php", "8.2", "dnf -y module enable php:8.2"],
  ["rocky", "9", "ruby", "3.3", "dnf -y module enable ruby:3.3"],
  ["rocky", "9.4", "python", "3.12", "install_all python3.12 python3.12-pip"],
  ["almalinux", "10", "java", "21", "install_all java-21-openjdk-devel"],
  [
    "almalinux",
    "9",
    "java",
    "17",
    'dnf_source adoptium "https://packages.adoptium.net/artifactory/rpm/rhel/9/\\$basearch"',
  ],
  ["almalinux", "9", "nodejs", "20", "https://rpm.nodesource.com/pub_20.x/nodistro/nodejs"],
  ["almalinux", "9", "docker", "default", "docker-ce docker-ce-cli containerd.io docker-compose-plugin"],
  ["rocky", "10", "go", "default", "install_all golang"],
])("%s %s gets %s %s by: %s", async (family, version, name, wished, line) => {
  const { content } = await config({ software: { os: { family, version }, runtimes: [{ name, version: wished }] } });

  expect(content(FIRST_BOOT)).toContain(line);
});

test.each(OPERATING_SYSTEMS.map((os) => [os.title, os] as const))(
  "every script for %s is one that a POSIX shell can read",
  async (_title, { family, version }) => {
    const runtimes = ["java", "dotnet", "php", "nodejs", "python", "ruby", "go", "docker"].map((name) => ({ name }));
    const { parsed } = await config({
      software: { os: { family, version }, runtimes, packages: ["g++"], services: ["app@1"] },
      hardware: { volumes: [{ name: "photos", sizeGib: 7 }] },
    });

    const scripts = parsed.write_files.filter((entry) => entry.content.startsWith("#!/bin/sh"));

    expect(scripts.map((entry) => entry.path)).toEqual([
      "/usr/local/sbin/twinstack-volumes",
      "/usr/local/sbin/twinstack-agent",
      FIRST_BOOT,
    ]);
    for (const { content, permissions } of scripts) {
      expect(permissions).toBe("0755");
      expect(spawnSync("sh", ["-n"], { input: content, encoding: "utf8" })).toMatchObject({ status: 0, stderr: "" });
    }
  },
);

test("compresses first boot when it is large, into bytes both clouds take", async () => {
  const content = "a line that repeats itself\n".repeat(1_000);
  const result = await boot({ software: { files: [{ path: "/srv/a", content }] } });

  expect(result).toMatchObject({ ok: true, value: { encoding: "gzip-base64" } });
  const packed = Buffer.from(result.ok ? result.value.content : "", "base64");
  expect(packed.length).toBeLessThanOrEqual(MAX_USER_DATA_BYTES);
  expect(packed.subarray(4, 10)).toEqual(Buffer.from([0, 0, 0, 0, 2, 255]));
  const text = gunzipSync(packed).toString("utf8");
  expect(text).toMatch(/^#cloud-config\n/);
  expect(result.ok ? result.value.rawBytes : 0).toBe(Buffer.byteLength(text));
});

test("says what takes the space when first boot is too large even compressed", async () => {
  let noise = "";
  for (let seed = 7; noise.length < 60_000; seed = (seed * 48_271) % 2_147_483_647) noise += seed.toString(36);
  const files = [
    { path: "/srv/small", content: "x" },
    { path: "/srv/noise", content: noise },
  ];

  const result = await boot({ software: { files } });

  expect(result).toMatchObject({
    ok: false,
    error: [{ pointer: "/software/files/1/content", code: "user-data-too-large" }],
  });
  expect(result.ok ? "" : result.error[0]?.message).toContain("24576");
  expect(result.ok ? "" : result.error[0]?.message).toContain("the file /srv/noise (60");
});
