import type { Issue } from "../contract/index.ts";

/** Why Windows is refused, wherever somebody writes it. */
export const WINDOWS_ISSUE: Omit<Issue, "pointer"> = {
  code: "windows-not-supported",
  message:
    "Windows machines cannot be made yet: first boot, the agent and the move between clouds are built on cloud-init and virtio drivers that only Linux images bring.",
  remedy: "Choose ubuntu, debian, rocky or almalinux.",
};
