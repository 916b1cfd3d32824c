import type { ITheme } from "@xterm/xterm";

/** Grounds and inks of the page's own code; letters of any other colour are kept readable by the library. */
export const TERMINAL_COLOURS: Readonly<Record<"light" | "dark", ITheme>> = {
  light: {
    background: "#f6f8fa",
    foreground: "#1f2328",
    cursor: "#1f5fbf",
    cursorAccent: "#f6f8fa",
    selectionBackground: "#b0c7f0",
  },
  dark: {
    background: "#1b1e22",
    foreground: "#d8dee4",
    cursor: "#8fb0ee",
    cursorAccent: "#1b1e22",
    selectionBackground: "#184fa3",
  },
};
