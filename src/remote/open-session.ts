import type { Principal } from "../account/index.ts";
import type { MachineSessionKind, MachineSessionTicket, SiteKey } from "../contract/index.ts";
import { type AddressRules, chooseAddress, type RunningMachine, requireRunning } from "./choose-target.ts";
import type { AskConsole, CheckConsole, RemoteMachine } from "./ports.ts";
import type { Opener, SessionDesk, SessionTarget } from "./session-desk.ts";

export interface OpenSessionPorts {
  /** Throws AppError("not-found") for a workspace or a site that the account has not. */
  readonly machineOf: (principal: Principal, workspaceId: string, site: SiteKey) => Promise<RemoteMachine>;
  readonly addressRules: AddressRules;
  readonly askConsole: AskConsole;
  readonly checkConsole: CheckConsole;
  readonly desk: SessionDesk;
}

/**
 * Opens a session on a machine of the account: chooses where it leads and hands out a ticket for one connection.
 * Throws AppError: not-found, machine-session-unavailable, too-many-machine-sessions, cloud-unreachable, cloud-refused.
 */
export function makeOpenSession({ machineOf, addressRules, askConsole, checkConsole, desk }: OpenSessionPorts) {
  return async function openSession(
    opener: Opener,
    kind: MachineSessionKind,
    place: { readonly workspaceId: string; readonly site: SiteKey },
  ): Promise<MachineSessionTicket> {
    const { principal, origin } = opener;
    desk.refuseTooMany(principal);
    const machine = requireRunning(await machineOf(principal, place.workspaceId, place.site));
    const target = kind === "terminal" ? shellOf(machine) : await screenOf(machine);
    const { workspaceId, workspaceName, site, instanceId } = machine;
    const facts = {
      ...{ kind, workspaceId, workspaceName, site, instanceId },
      accountId: principal.accountId,
      userId: principal.userId,
      userName: principal.name,
      remoteAddress: origin.remoteAddress,
      target: target.kind === "terminal" ? target.address : new URL(target.address.url).host,
    };
    return desk.open(facts, opener, target);
  };

  function shellOf(machine: RunningMachine): SessionTarget {
    const address = chooseAddress(machine, addressRules);
    const hint = machine.letsSshIn ? null : "The machine's firewall rules open port 22 to nobody.";
    return { kind: "terminal", address, loginName: machine.loginName, hint };
  }

  async function screenOf({ cloudId, instanceId }: RunningMachine): Promise<SessionTarget> {
    const address = await askConsole(cloudId, instanceId);
    await checkConsole(address);
    return { kind: "console", address };
  }
}
