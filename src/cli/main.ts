import { fileURLToPath } from "node:url";
import { runCli } from "./run-cli.ts";
import { processTerminal } from "./terminal.ts";

// A closed pipe (`twinstack list | head`) is not a failure of ours.
process.stdout.on("error", (error: NodeJS.ErrnoException) => {
  if (error.code === "EPIPE") process.exit(0);
  throw error;
});

process.exitCode = await runCli(process.argv.slice(2), {
  terminal: processTerminal(),
  environment: process.env,
  checkout: fileURLToPath(new URL("../..", import.meta.url)),
});
