export type SystemNeed = "nothing" | "libraries" | "programs";

/** What one command of the engine may see and write; everything else of the machine is not there. */
export interface JailView {
  readonly enginePath: string;
  /** The working directory: read-only, except for `writable`, unless `wholeFolder` opens all of it (`init`). */
  readonly folder: string;
  readonly wholeFolder: boolean;
  /** Files in the folder that the command may write; they must be there already. */
  readonly writable: readonly string[];
  /** Files and folders shown read-only at their own path: the CLI configuration, the mirror or the providers. */
  readonly readable: readonly string[];
  /** Shown read-only at another path: an /etc file is often a link into a folder that is not shown. */
  readonly systemFiles: readonly (readonly [path: string, source: string])[];
  /** What the engine and its providers need of the system: nothing, the loader and its libraries, or an interpreter. */
  readonly system: SystemNeed;
  /** Its life ends with that of the process that started it. */
  readonly diesWithParent: boolean;
  /** Older versions of bubblewrap do not know `--disable-userns`. */
  readonly forbidsNesting: boolean;
}

/** Size of the private `/tmp`; it counts as memory. */
export const TMP_BYTES = 256 * 1024 * 1024;
/** A number that belongs to nobody; outside the jail it is the service's own user. */
const INSIDE_ID = "1000";

/**
 * Arguments of bubblewrap for one command: namespaces of its own for users, processes, mounts, ipc, host name and
 * control groups; the network is shared (docs/adr/0016). `/proc`, `/dev` and the root are read-only: as root outside,
 * the jailed process owns the files of `/proc/sys`, and one written there (`core_pattern`) would run a program outside.
 */
export function jailArguments(view: JailView): readonly string[] {
  return [
    ...["--unshare-user", "--uid", INSIDE_ID, "--gid", INSIDE_ID, ...(view.forbidsNesting ? ["--disable-userns"] : [])],
    ...["--unshare-ipc", "--unshare-pid", "--unshare-uts", "--unshare-cgroup-try", "--hostname", "engine"],
    ...["--cap-drop", "ALL", ...(view.diesWithParent ? ["--die-with-parent"] : [])],
    ...["--proc", "/proc", "--dev", "/dev", "--perms", "0700", "--size", String(TMP_BYTES), "--tmpfs", "/tmp"],
    ...systemFolders(view.system),
    ...view.systemFiles.flatMap(([path, source]) => ["--ro-bind-try", source, path]),
    ...[view.enginePath, ...view.readable].flatMap((path) => ["--ro-bind", path, path]),
    ...(view.wholeFolder ? ["--bind"] : ["--ro-bind"]),
    ...[view.folder, view.folder],
    ...view.writable.flatMap((path) => ["--bind", path, path]),
    ...["--remount-ro", "/dev", "--remount-ro", "/proc", "--remount-ro", "/", "--chdir", view.folder],
  ];
}

/** On a merged system the short folders are links, elsewhere folders of their own; binding them serves both. */
function systemFolders(need: SystemNeed): readonly string[] {
  if (need === "nothing") return [];
  const libraries = ["/lib", "/lib64", "/etc/ld.so.cache"];
  const folders =
    need === "libraries" ? ["/usr/lib", "/usr/lib64", ...libraries] : ["/usr", "/bin", "/sbin", ...libraries];
  return folders.flatMap((path) => ["--ro-bind-try", path, path]);
}
