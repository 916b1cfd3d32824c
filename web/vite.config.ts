import { resolve } from "node:path";
import { defineConfig } from "vite";

/** Replaced by the service for every answer, because the component library writes style elements of its own. */
const NONCE = "TWINSTACK_NONCE";

export default defineConfig({
  root: import.meta.dirname,
  base: "/app/",
  publicDir: resolve(import.meta.dirname, "public"),
  html: { cspNonce: NONCE },
  build: {
    outDir: resolve(import.meta.dirname, "dist"),
    emptyOutDir: true,
    target: "es2023",
    // Everything is a file of its own, so that the policy needs no data: addresses.
    assetsInlineLimit: 0,
    modulePreload: { polyfill: false },
    reportCompressedSize: false,
    // Libraries mark what React Server Components treat apart; here everything runs in the browser.
    rolldownOptions: { onwarn: (warning, warn) => void (warning.code === "MODULE_LEVEL_DIRECTIVE" || warn(warning)) },
  },
});
