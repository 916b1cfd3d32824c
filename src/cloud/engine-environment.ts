import type { CloudstackRegistration, OpenstackCredentials, OpenstackRegistration } from "../contract/index.ts";
import type { CloudConnection } from "./ports.ts";

/** Longest wait of the CloudStack provider for one async job; its default loses machines (clouds.md C10). */
const JOB_LIMIT_SECONDS = 3600;

/**
 * Credentials of one cloud as the Terraform providers read them; the only way they reach the engine. The caller must
 * pass no other `OS_*` or `CLOUDSTACK_*` on: a stray `OS_TENANT_NAME` or `OS_CLOUD` wins over these.
 */
export function engineEnvironment({ registration }: CloudConnection): Readonly<Record<string, string>> {
  return registration.kind === "openstack" ? openstackVariables(registration) : cloudstackVariables(registration);
}

function openstackVariables({
  authUrl,
  region,
  caCertificate,
  credentials,
}: OpenstackRegistration): Record<string, string> {
  return {
    OS_AUTH_URL: versionedAuthUrl(authUrl),
    OS_REGION_NAME: region,
    // The provider takes a path or the certificate itself, so no file is needed.
    ...(caCertificate === undefined ? {} : { OS_CACERT: caCertificate }),
    ...credentialVariables(credentials),
  };
}

/** Ids go before names: the provider refuses both of one thing. */
function credentialVariables(credentials: OpenstackCredentials): Record<string, string> {
  const user = userVariables(credentials);
  if (credentials.type === "application-credential") {
    const { id, name = "", secret } = credentials;
    return {
      OS_APPLICATION_CREDENTIAL_SECRET: secret,
      ...(id === undefined ? { OS_APPLICATION_CREDENTIAL_NAME: name, ...user } : { OS_APPLICATION_CREDENTIAL_ID: id }),
    };
  }
  const { password, projectId, projectName = "", projectDomainId, projectDomainName } = credentials;
  const domain =
    projectDomainId === undefined
      ? { OS_PROJECT_DOMAIN_NAME: projectDomainName }
      : { OS_PROJECT_DOMAIN_ID: projectDomainId };
  const project = projectId === undefined ? { OS_PROJECT_NAME: projectName, ...domain } : { OS_PROJECT_ID: projectId };
  return { ...user, OS_PASSWORD: password, ...project };
}

function userVariables({
  userId,
  username = "",
  userDomainId,
  userDomainName = "Default",
}: OpenstackCredentials): Record<string, string> {
  if (userId !== undefined) return { OS_USER_ID: userId };
  const domain =
    userDomainId === undefined ? { OS_USER_DOMAIN_NAME: userDomainName } : { OS_USER_DOMAIN_ID: userDomainId };
  return { OS_USERNAME: username, ...domain };
}

/** Without `/v3` the provider would ask the root for versions first, which proxies often do not pass on. */
function versionedAuthUrl(authUrl: string): string {
  const base = authUrl.replace(/\/+$/, "");
  return base.endsWith("/v3") ? base : `${base.replace(/\/v2\.0$/, "")}/v3`;
}

function cloudstackVariables({ apiUrl, caCertificate, credentials }: CloudstackRegistration): Record<string, string> {
  return {
    CLOUDSTACK_API_URL: apiUrl,
    // Not for the provider, which verifies nothing (clouds.md C11), but for the proxy that does it in its place.
    ...(caCertificate === undefined ? {} : { TWINSTACK_CLOUDSTACK_CA: caCertificate }),
    CLOUDSTACK_API_KEY: credentials.apiKey,
    CLOUDSTACK_SECRET_KEY: credentials.secretKey,
    CLOUDSTACK_TIMEOUT: String(JOB_LIMIT_SECONDS),
    // GET alone would cut user data to 4 KiB.
    CLOUDSTACK_HTTP_GET_ONLY: "false",
  };
}
