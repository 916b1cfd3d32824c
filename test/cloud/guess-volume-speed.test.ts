import { expect, test } from "@jest/globals";
import { guessVolumeSpeed } from "../../src/cloud/index.ts";

test.each([
  ["ceph-ssd", "", "fast"],
  ["NVMe", "", "fast"],
  ["Custom fast", "", "fast"],
  ["high-iops", "", "fast"],
  ["ceph-hdd", "", "standard"],
  ["bronze", "", "standard"],
  ["Custom", "Custom disk on SSD", "fast"],
  ["standard", "now on ssd", "standard"],
] as const)("takes %s (%s) for %s", (name, hints, speed) => {
  expect(guessVolumeSpeed(name, hints)).toBe(speed);
});

test("says nothing of names that tell nothing", () => {
  expect(guessVolumeSpeed("Small", "Small Disk, 5 GB")).toBeNull();
  expect(guessVolumeSpeed("file", "")).toBeNull();
});

test("leaves Cinder's __DEFAULT__ alone, for the cloud may be set to another default", () => {
  expect(guessVolumeSpeed("__DEFAULT__", "Default Volume Type")).toBeNull();
});
