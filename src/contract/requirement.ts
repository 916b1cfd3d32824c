import * as z from "zod";
import { Access, AccessRequest } from "./access.ts";
import { Hardware } from "./hardware.ts";
import { SafeName } from "./names.ts";
import { Network, NetworkRequest } from "./network.ts";
import { Contact, Labels, Placement, Protection, Term } from "./placement.ts";
import { Software, SoftwareRequest } from "./software.ts";

const commonFields = { placement: Placement, protection: Protection, term: Term, labels: Labels, contact: Contact };

/** What a person sends: a name, perhaps a profile, and any values that differ from it. */
export const RequirementRequest = z
  .strictObject({
    name: SafeName.meta({ title: "Name", description: "Names the machine and everything made for it." }),
    profile: z
      .string()
      .optional()
      .meta({ title: "Profile", description: "A named set of defaults, see GET /api/v1/profiles." }),
    hardware: Hardware.partial().optional(),
    software: SoftwareRequest.partial().optional(),
    network: NetworkRequest.partial().optional(),
    access: AccessRequest.partial().optional(),
    placement: Placement.extend({ standby: Placement.shape.standby.partial() }).partial().optional(),
    protection: Protection.partial().optional(),
    term: Term.partial().optional(),
    labels: Labels.optional(),
    contact: Contact.partial().optional(),
  })
  .meta({ id: "RequirementRequest" });
export type RequirementRequest = z.infer<typeof RequirementRequest>;

/** A requirement with every value decided; holds no secret (a password is a hash, secret files are digests). */
export const Requirement = z
  .strictObject({
    name: SafeName,
    profile: z.string(),
    hardware: Hardware,
    software: Software,
    network: Network,
    access: Access,
    ...commonFields,
  })
  .meta({ id: "Requirement" });
export type Requirement = z.infer<typeof Requirement>;

/** The defaults of a named profile: everything of a request but the name. */
export const Profile = z
  .strictObject({
    id: SafeName,
    title: z.string(),
    summary: z.string(),
    hardware: Hardware,
    software: SoftwareRequest,
    network: NetworkRequest,
    access: AccessRequest,
    ...commonFields,
  })
  .meta({ id: "Profile" });
export type Profile = z.infer<typeof Profile>;
