import { expect, test } from "@jest/globals";
import { recognizeOs } from "../../src/cloud/index.ts";

test.each([
  ["Ubuntu 24.04 LTS", "ubuntu", "24.04"],
  ["ubuntu-22.04-server-cloudimg-amd64", "ubuntu", "22.04"],
  ["ubuntu2404", "ubuntu", "24.04"],
  ["Ubuntu Server 20.04 LTS (Focal Fossa) 2024-10-01", "ubuntu", "20.04"],
  ["ubuntu-24.04.1-live", "ubuntu", "24.04"],
  ["noble-server-cloudimg-amd64", "ubuntu", "24.04"],
  ["jammy-20240101", "ubuntu", "22.04"],
  ["Ubuntu 26.04 (Resolute)", "ubuntu", "26.04"],
  ["debian-12-genericcloud-amd64-20240507-1740", "debian", "12"],
  ["Debian GNU/Linux 12 (64-bit)", "debian", "12"],
  ["Debian 11.9 Bullseye", "debian", "11"],
  ["debian-trixie-cloud", "debian", "13"],
  ["Rocky-9-GenericCloud-Base.latest.x86_64", "rocky", "9"],
  ["Rocky Linux 9.4", "rocky", "9"],
  ["rocky10", "rocky", "10"],
  ["AlmaLinux-9-GenericCloud-latest.x86_64", "almalinux", "9"],
  ["AlmaLinux OS 8.10 (Cerulean Leopard)", "almalinux", "8"],
  ["alma_linux_10", "almalinux", "10"],
])("reads %s as %s %s from the name alone", (name, family, version) => {
  expect(recognizeOs(name, {})).toEqual({ family, version });
});

test.each([
  "cirros-0.6.2",
  "blank",
  "Windows Server 2022",
  "CentOS Stream 9",
  "CentOS 5.6 (64-bit) no GUI (Simulator)",
  "debian-testing",
  "Debian (64-bit)",
  "Rocky Linux (64-bit)",
  "amphora-x64-haproxy-ubuntu-22.04",
  "ubuntu-2204-kube-v1.30.4",
  "Ubuntu 22.04 Desktop",
  "debian-12.5-netinst",
  "ubuntu-22.04-nvidia-cuda",
  "SystemVM Template (KVM) debian 12",
])("does not guess for %s", (name) => {
  expect(recognizeOs(name, {})).toBeNull();
});

test("believes os_distro and os_version more than the name", () => {
  expect(recognizeOs("golden image 7", { os_distro: "ubuntu", os_version: "24.04" })).toEqual({
    family: "ubuntu",
    version: "24.04",
  });
  expect(recognizeOs("base", { os_distro: "rocky", os_version: "9.4" })).toEqual({ family: "rocky", version: "9" });
  expect(recognizeOs("base", { os_distro: "debian", os_version: "bookworm" })).toEqual({
    family: "debian",
    version: "12",
  });
});

test("takes the version from the name when only os_distro is set", () => {
  const os = recognizeOs("AlmaLinux 9 cloud", { os_distro: "almalinux" });

  expect(os).toEqual({ family: "almalinux", version: "9" });
});

test("recognizes nothing when os_distro names another system", () => {
  expect(recognizeOs("Ubuntu 24.04 look-alike", { os_distro: "fedora", os_version: "41" })).toBeNull();
});

test("believes a template's name more than its CloudStack OS type, which is often older", () => {
  const os = recognizeOs("Ubuntu 24.04", { displaytext: "", ostypename: "Ubuntu 22.04 LTS" });

  expect(os).toEqual({ family: "ubuntu", version: "24.04" });
});

test("falls back to the description and then to the OS type of a template", () => {
  expect(recognizeOs("base-1", { displaytext: "Debian 12 with agent", ostypename: "Other PV (64-bit)" })).toEqual({
    family: "debian",
    version: "12",
  });
  expect(recognizeOs("base-1", { displaytext: "our base", ostypename: "Rocky Linux 9" })).toEqual({
    family: "rocky",
    version: "9",
  });
});
