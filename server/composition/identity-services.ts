import { makeAnswerHeartbeat, makeBootstrapMachine } from "../../src/machine/index.ts";
import type { AccountServices, MachineServices } from "../services.ts";
import type { SharedParts } from "./compose-service.ts";

/** People by their API tokens. */
export function accountServices({ stores, secrets }: SharedParts): AccountServices {
  return { authenticate: (token) => stores.accounts.findByTokenHash(secrets.sha256(token)) };
}

/** Machines by their own tokens. */
export function machineServices({ stores, secrets, clock }: SharedParts): MachineServices {
  const store = stores.machines;
  const { sha256, generateToken: newToken } = secrets;
  return {
    bootstrap: makeBootstrapMachine({ store, sha256, newToken, clock }),
    heartbeat: makeAnswerHeartbeat({ store, sha256, clock }),
  };
}
