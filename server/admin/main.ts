import { resolve } from "node:path";
import { CommanderError } from "commander";
import { PROBLEMS } from "../../src/contract/index.ts";
import { AppError } from "../../src/kernel/app-error.ts";
import { runAdmin } from "./run-admin.ts";

/** `npx twinstack admin …`: what an operator does on the machine itself, with its keys and its database. */
const CHECKOUT = resolve(import.meta.dirname, "../..");

try {
  await runAdmin(process.argv.slice(2), { environment: process.env, checkout: CHECKOUT, say: console.log });
} catch (error) {
  process.exitCode = 1;
  if (error instanceof AppError) {
    const { title, remedy } = PROBLEMS[error.code];
    process.stderr.write(`${title}: ${error.message}\n${remedy}\n`);
  } else if (!(error instanceof CommanderError))
    process.stderr.write(`${error instanceof Error ? (error.stack ?? error.message) : String(error)}\n`);
}
