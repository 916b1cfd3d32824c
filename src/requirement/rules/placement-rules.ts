import type { Issue } from "../../contract/index.ts";
import { opensTcpPort, type ResolvedRequest } from "../resolved-request.ts";

/** Main and standby apart, protection only with a standby, and probes that can reach the machine. */
export function placementRules(request: ResolvedRequest): readonly Issue[] {
  return [...cloudIssues(request), ...protectionIssues(request), ...probeIssues(request)];
}

function cloudIssues({ placement }: ResolvedRequest): readonly Issue[] {
  const { main, standby } = placement;
  if (standby.mode === "off" || main === "automatic" || main !== standby.cloud) return [];
  return [
    {
      pointer: "/placement/standby/cloud",
      code: "same-cloud-twice",
      message: `Main and standby are both on “${main}”; when that cloud fails, both are gone.`,
      remedy: "Choose another cloud for the standby, write automatic, or set the standby's mode to off.",
    },
  ];
}

function protectionIssues({ placement, protection }: ResolvedRequest): readonly Issue[] {
  const issues: Issue[] = [];
  if (protection.enabled && placement.standby.mode === "off") {
    issues.push({
      pointer: "/protection/enabled",
      code: "protection-without-standby",
      message: "A machine without a standby cannot be protected: there is nowhere to go on.",
      remedy: "Set placement.standby.mode to pilot-light, stopped or running, or protection.enabled to false.",
    });
  }
  if (minutesOf(protection.recoveryPointObjective) < 5) {
    issues.push({
      pointer: "/protection/recoveryPointObjective",
      code: "objective-too-short",
      message: `${protection.recoveryPointObjective} is shorter than any copy between two clouds takes.`,
      remedy: "Use PT5M or more; PT30M to PT4H is usual.",
    });
  }
  return issues;
}

function probeIssues({ protection, network }: ResolvedRequest): readonly Issue[] {
  const { probe } = protection;
  if (probe === null) return [];
  if (opensTcpPort(network, probe.port)) return [];
  return [
    {
      pointer: "/protection/probe/port",
      code: "probe-port-closed",
      message: `The probe asks port ${probe.port}, which is not open, so the machine would always look dead.`,
      remedy: `Open tcp port ${probe.port} under network.openPorts, probe another port, or set protection.probe to null.`,
    },
  ];
}

/** Minutes of a PT#H#M duration. */
function minutesOf(duration: string): number {
  const [, hours, minutes] = /^PT(?:(\d+)H)?(?:(\d+)M)?$/.exec(duration) ?? [];
  return Number(hours ?? 0) * 60 + Number(minutes ?? 0);
}
