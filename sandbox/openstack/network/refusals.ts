import { Refusal } from "../core/refusal.ts";

function neutronError(type: string, message: string): unknown {
  return { NeutronError: { type, message, detail: "" } };
}

export function neutronRefusal(status: number, type: string, message: string): Refusal {
  return new Refusal(status, neutronError(type, message));
}

/** The envelope for errors no rule refused: bad JSON, unknown path. */
export function neutronFallback(status: number, message: string): unknown {
  return neutronError(
    status === 404 ? "HTTPNotFound" : status === 400 ? "HTTPBadRequest" : "HTTPInternalServerError",
    message,
  );
}

export function invalidInput(message: string): Refusal {
  return neutronRefusal(400, "InvalidInput", `Invalid input for operation: ${message}`);
}

export function policyRefusal(action: string): Refusal {
  return neutronRefusal(403, "PolicyNotAuthorized", `(rule:${action}) is disallowed by policy`);
}
