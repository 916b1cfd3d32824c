import { AppError } from "../kernel/app-error.ts";
import type { RemoteMachine } from "./ports.ts";

/** Whether the service may connect to an address: public ones, and networks that its operator allowed. */
export interface AddressRules {
  isAllowed(address: string): boolean;
  /** Named by the operator; then even what nobody can reach from outside is meant. */
  isNamed(address: string): boolean;
}

export interface RunningMachine extends RemoteMachine {
  readonly instanceId: string;
}

/** Throws AppError("machine-session-unavailable") with the reason, for a machine that nobody can be connected to. */
export function requireRunning(machine: RemoteMachine): RunningMachine {
  const { instanceId, powerState } = machine;
  if (instanceId === null) throw unavailable(machine, "not-made", "There is no machine at this place yet.");
  if (powerState === "running" || powerState === null) return { ...machine, instanceId };
  throw unavailable(machine, "not-running", `The machine does not run: its cloud says that it is ${powerState}.`);
}

/**
 * The one address a terminal goes to: the first that the service may connect to, public before private. Throws
 * AppError("machine-session-unavailable") with the reason when there is none.
 */
export function chooseAddress(machine: RunningMachine, rules: AddressRules): string {
  const { addresses, sandbox } = machine;
  const named = addresses.find((address) => rules.isNamed(address));
  if (named !== undefined) return named;
  if (sandbox) {
    const text = "This is a machine of the sandbox: it has no system behind it, so nobody would answer.";
    throw unavailable(machine, "sandbox", text);
  }
  const allowed = addresses.find((address) => rules.isAllowed(address));
  if (allowed !== undefined) return allowed;
  if (addresses.length === 0) throw unavailable(machine, "no-address", "The machine has no address.");
  const text = `The service connects to public addresses only, and this machine has ${addresses.join(", ")}. An administrator can allow the network by TWINSTACK_TERMINAL_NETWORKS.`;
  throw unavailable(machine, "address-refused", text);
}

function unavailable({ workspaceId, site }: RemoteMachine, reason: string, detail: string): AppError {
  return new AppError("machine-session-unavailable", detail, { reason, workspaceId, site });
}
