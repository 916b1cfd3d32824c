export interface StartSurroundings {
  readonly platform: NodeJS.Platform;
  readonly env: Readonly<Record<string, string | undefined>>;
  /** Somebody sits at a terminal and reads what is printed. */
  readonly terminal: boolean;
  /** `--no-open` was given. */
  readonly refused: boolean;
}

const REMOTE = ["SSH_CONNECTION", "SSH_CLIENT", "SSH_TTY"];

/** Whether a browser can be opened before the eyes of whoever starts the service. */
export function opensBrowser({ platform, env, terminal, refused }: StartSurroundings): boolean {
  const isSet = (name: string) => (env[name] ?? "") !== "";
  if (refused || !terminal || isSet("CI") || REMOTE.some(isSet)) return false;
  if (platform === "darwin" || platform === "win32") return true;
  return isSet("DISPLAY") || isSet("WAYLAND_DISPLAY");
}
