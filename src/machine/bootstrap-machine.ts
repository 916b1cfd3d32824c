import type { BootstrapAnswer, BootstrapRequest, Requirement } from "../contract/index.ts";
import { AppError } from "../kernel/app-error.ts";
import type { Clock } from "../kernel/clock.ts";
import type { MachineStore } from "./ports.ts";

export interface BootstrapMachinePorts {
  readonly store: Pick<MachineStore, "admit">;
  /** SHA-256, lower-case hex. */
  readonly sha256: (text: string) => string;
  /** A new random token. */
  readonly newToken: () => string;
  readonly clock: Clock;
}

/**
 * Gives a new machine its secret files and a token of its own, once; its host keys are kept to be pinned.
 * Throws AppError: not-authenticated.
 */
export function makeBootstrapMachine(ports: BootstrapMachinePorts) {
  return async function bootstrapMachine(token: string, request: BootstrapRequest): Promise<BootstrapAnswer> {
    const machineToken = ports.newToken();
    const { requirement, secretContents } = await ports.store.admit(
      {
        workspaceId: request.workspaceId,
        site: request.site,
        tokenHash: ports.sha256(machineToken),
        hostKeys: request.hostKeys,
        bootstrappedAt: ports.clock.now(),
      },
      ports.sha256(token),
    );
    return { machineToken, files: secretFiles(requirement, secretContents) };
  };
}

function secretFiles(requirement: Requirement, contents: ReadonlyMap<string, string>): BootstrapAnswer["files"] {
  return requirement.software.files.flatMap((file) => {
    if (!file.secret) return [];
    const content = contents.get(file.sha256);
    if (content === undefined) throw new AppError("internal", `The content of ${file.path} is missing.`);
    const { path, owner, permissions, sha256 } = file;
    return [{ path, owner, permissions, sha256, contentBase64: base64(content) }];
  });
}

function base64(text: string): string {
  const letters = Array.from(new TextEncoder().encode(text), (byte) => String.fromCharCode(byte));
  return btoa(letters.join(""));
}
