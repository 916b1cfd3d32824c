import { AppError } from "../kernel/app-error.ts";
import { refuse } from "./check-registration.ts";

interface Registrant {
  readonly accountId: string;
  readonly siteAdmin: boolean;
}

/** The account of the first start: its administrator registers for everybody unless they say otherwise. */
const FIRST_ACCOUNT = "local";

/**
 * Whose a newly registered cloud becomes, by the request's field `shared`; null stands for the whole site. Gives the
 * registration without that field.
 *
 * @throws AppError not-allowed when somebody else than an administrator wants to share; validation-failed
 */
export function ownerOfRegistration(
  { accountId, siteAdmin }: Registrant,
  input: unknown,
): { readonly ownerId: string | null; readonly registration: unknown } {
  const { shared, ...registration } = isRecord(input) ? input : {};
  const wanted = shared ?? (siteAdmin && accountId === FIRST_ACCOUNT);
  if (typeof wanted !== "boolean") {
    const remedy = "Write true for everybody on this site, false for yourself alone.";
    throw refuse([{ pointer: "/shared", code: "registration-field", message: "“shared” is true or false.", remedy }]);
  }
  if (wanted && !siteAdmin) {
    throw new AppError("not-allowed", "Only an administrator of the site may register a cloud for everybody.");
  }
  return { ownerId: wanted ? null : accountId, registration: isRecord(input) ? registration : input };
}

function isRecord(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}
