import { join } from "node:path";
import { SANDBOX_CREDENTIALS } from "../../sandbox/cloudstack/seed/credentials.ts";
import { startCloudstackSandbox } from "../../sandbox/cloudstack/start-cloudstack-sandbox.ts";
import { startOpenstackSandbox } from "../../sandbox/openstack/start-openstack-sandbox.ts";

/** The two sandbox clouds of operators, running for as long as one command; their state outlives it. */
export interface OperatorSandbox {
  /** Where they are and their well-known credentials, in the providers' own variables. */
  readonly environment: Readonly<Record<string, string>>;
  close(): Promise<void>;
}

/** Starts both sandbox clouds with their state in `folder`. */
export async function startOperatorSandbox(folder: string): Promise<OperatorSandbox> {
  const [openstack, cloudstack] = await Promise.all([
    startOpenstackSandbox({ port: 0, latency: "instant", stateFile: join(folder, "openstack.json") }),
    startCloudstackSandbox({ port: 0, latency: "instant", stateFile: join(folder, "cloudstack.json") }),
  ]);
  return {
    environment: {
      TWINSTACK_OPERATOR_SANDBOX: "1",
      OS_AUTH_URL: openstack.authUrl,
      OS_USERNAME: "demo",
      OS_PASSWORD: "demo",
      OS_PROJECT_NAME: "demo",
      OS_DOMAIN_NAME: "Default",
      CLOUDSTACK_API_URL: cloudstack.apiUrl,
      CLOUDSTACK_API_KEY: SANDBOX_CREDENTIALS.admin.apiKey,
      CLOUDSTACK_SECRET_KEY: SANDBOX_CREDENTIALS.admin.secretKey,
      CLOUDSTACK_ZONE: "sandbox-zone",
    },
    async close() {
      await Promise.all([openstack.close(), cloudstack.close()]);
    },
  };
}
