import { type Catalog, type CatalogMapping, CloudRegistration, type Issue } from "../contract/index.ts";
import { AppError } from "../kernel/app-error.ts";
import { describeRegistrationIssue } from "./describe-registration-issue.ts";

/** A registration that can be used, or AppError("validation-failed") with every issue at once. No value is quoted: it may be a secret. */
export function checkRegistration(input: unknown): CloudRegistration {
  const parsed = CloudRegistration.safeParse(input);
  if (!parsed.success) {
    throw refuse(parsed.error.issues.flatMap(describeRegistrationIssue));
  }
  const registration = parsed.data;
  const issues = [...addressIssues(registration), ...certificateIssues(registration)];
  if (issues.length > 0) throw refuse(issues);
  return registration;
}

/** Mapped ids that the catalog does not have; empty when all is well. */
export function mappingIssues(mapping: CatalogMapping, catalog: Catalog): Issue[] {
  const issues: Issue[] = [];
  const check = (pointer: string, id: string | undefined, known: readonly { id: string; name?: string }[]) => {
    if (id === undefined || known.some((thing) => thing.id === id)) return;
    const message = `the cloud has nothing with the id ${id} here`;
    issues.push({ pointer, code: "mapped-thing-missing", message, remedy: "Take an id from the cloud's catalog." });
  };
  for (const [os, id] of Object.entries(mapping.images)) check(`/mapping/images/${os}`, id, catalog.images);
  for (const [speed, id] of Object.entries(mapping.volumeTypes)) {
    const byIdOrName = catalog.volumeTypes.flatMap((type) => [{ id: type.id }, { id: type.name }]);
    check(`/mapping/volumeTypes/${speed}`, id, byIdOrName);
  }
  if (catalog.kind === "openstack") {
    check("/mapping/externalNetworkId", mapping.externalNetworkId, catalog.externalNetworks);
  } else {
    check("/mapping/networkOfferingId", mapping.networkOfferingId, catalog.networkOfferings);
  }
  return issues;
}

export function refuse(issues: readonly Issue[]): AppError {
  return new AppError("validation-failed", registrationWords(issues.length), { issues });
}

function addressIssues(registration: CloudRegistration): Issue[] {
  const [pointer, address] =
    registration.kind === "openstack" ? ["/authUrl", registration.authUrl] : ["/apiUrl", registration.apiUrl];
  // A password in the address would be shown with the cloud's endpoint.
  if (!/^https?:\/\/[^/]*@/.test(address)) return [];
  return [
    {
      pointer,
      code: "credentials-in-address",
      message: "an address must not carry a user name or a password",
      remedy: "Put them under credentials.",
    },
  ];
}

function certificateIssues({ caCertificate }: CloudRegistration): Issue[] {
  if (caCertificate === undefined) return [];
  if (/-----BEGIN CERTIFICATE-----[\s\S]+-----END CERTIFICATE-----/.test(caCertificate)) {
    return [];
  }
  return [
    {
      pointer: "/caCertificate",
      code: "not-pem",
      message: "this is not a PEM bundle of certificates",
      remedy: "Paste the text from -----BEGIN CERTIFICATE----- to -----END CERTIFICATE-----.",
    },
  ];
}

function registrationWords(count: number): string {
  return `The registration of the cloud has ${count === 1 ? "one mistake" : `${count} mistakes`}.`;
}
