const SYSTEMS = [
  "aix",
  "android",
  "darwin",
  "freebsd",
  "linux",
  "netbsd",
  "openbsd",
  "openharmony",
  "sunos",
  "win32",
  "windows",
];
const PROCESSORS = ["arm64", "arm", "ia32", "loong64", "mips64el", "ppc64", "riscv64", "s390x", "x64", "wasm32"];

/**
 * The optional packages for other platforms that a lock file's packages want and the lock file does not have.
 *
 * @param {Record<string, { optionalDependencies?: Record<string, string>, dev?: boolean }>} packages
 * @returns {Record<string, object>} lock file entries by place, without checksums
 */
export function missingPlatformPackages(packages) {
  const missing = {};
  for (const [place, entry] of Object.entries(packages)) {
    for (const [name, range] of Object.entries(entry.optionalDependencies ?? {})) {
      if (isLocked(packages, place, name)) continue;
      missing[`node_modules/${name}`] = entryFor(name, range, entry);
    }
  }
  return missing;
}

/** npm looks beside the package first, then in each folder above. */
function isLocked(packages, place, name) {
  for (let at = place; ; at = at.slice(0, Math.max(at.lastIndexOf("node_modules/") - 1, 0))) {
    if (packages[at === "" ? `node_modules/${name}` : `${at}/node_modules/${name}`]) return true;
    if (at === "") return false;
  }
}

/** Without `os`, `cpu` and `libc` npm would try to install the package here. */
function entryFor(name, range, wanting) {
  const words = name.split(/[-/]/);
  const os = SYSTEMS.filter((system) => words.includes(system)).map((system) =>
    system === "windows" ? "win32" : system,
  );
  const cpu = PROCESSORS.filter((processor) =>
    words.some((word) => word === processor || (processor === "arm" && /^arm(eabi|v7)/.test(word))),
  );
  const libc = words.some((word) => word.startsWith("musl"))
    ? ["musl"]
    : words.some((word) => word.startsWith("gnu"))
      ? ["glibc"]
      : [];
  return {
    version: range.replace(/^[\^~]/, ""),
    ...(cpu.length > 0 && { cpu }),
    ...(wanting.dev && { dev: true }),
    ...(libc.length > 0 && { libc }),
    optional: true,
    ...(os.length > 0 && { os }),
  };
}
