export interface EngineToolchain {
  readonly enginePath: string;
  readonly engineKind: "terraform" | "opentofu";
  /** CLI configuration that names the provider mirror. */
  readonly cliConfigFile: string;
}

/** Longest path of a Unix socket is 107 bytes; a provider adds about this much to TMPDIR. */
const SOCKET_PATH_BYTES = 107;
const SOCKET_NAME_BYTES = 24;

/**
 * Everything the engine's process sees. Nothing of the service's own environment is in it: no token, no database
 * address, no other tenant's credentials.
 */
export function engineEnvironment(
  toolchain: EngineToolchain,
  places: { readonly home: string; readonly sockets: string },
  extra: Readonly<Record<string, string>>,
  request: Readonly<Record<string, string>>,
): Record<string, string> {
  const { home, sockets } = places;
  const fits = Buffer.byteLength(sockets) + SOCKET_NAME_BYTES <= SOCKET_PATH_BYTES;
  return {
    PATH: "/usr/local/bin:/usr/bin:/bin",
    HOME: home,
    ...(fits ? { TMPDIR: sockets } : {}),
    TF_CLI_CONFIG_FILE: toolchain.cliConfigFile,
    TF_IN_AUTOMATION: "1",
    TF_INPUT: "0",
    CHECKPOINT_DISABLE: "1",
    // Engine and providers live for seconds and read large schemas: collecting garbage took a fifth of a plan. The
    // limit brings the collector back for the rare process that grows.
    GOGC: "off",
    GOMEMLIMIT: "256MiB",
    ...extra,
    ...request,
  };
}
