import { TEST_BED, type TestBed } from "./test-bed.ts";

export interface Credentials {
  readonly type: "password" | "application-credential";
  readonly [field: string]: string;
}

/** The registration file of a real cloud, as docs/clouds.md describes it. */
export function registration(name = "real", credentials = ofDemo(), bed: TestBed = TEST_BED): string {
  const { authUrl, region } = bed;
  return JSON.stringify({ kind: "openstack", name, authUrl, region, credentials });
}

export function ofDemo(password = TEST_BED.password): Credentials {
  return { type: "password", username: "demo", password, projectName: "demo" };
}

/** May make projects and users. */
export function ofAdmin(password = TEST_BED.password): Credentials {
  return { type: "password", username: "admin", password, projectName: "admin" };
}

/** The environment in which plain Terraform reaches demo's project. */
export function openstackVariables({ authUrl, region, password }: TestBed = TEST_BED): Record<string, string> {
  return {
    OS_AUTH_URL: authUrl,
    OS_REGION_NAME: region,
    OS_USERNAME: "demo",
    OS_PASSWORD: password,
    OS_PROJECT_NAME: "demo",
    OS_USER_DOMAIN_NAME: "Default",
    OS_PROJECT_DOMAIN_NAME: "Default",
  };
}
