import { CommanderError } from "commander";
import { CliError, EXIT, type ExitCode } from "./cli-error.ts";
import { buildProgram, type ProgramOptions } from "./program.ts";

/** Runs one command line and answers its exit code; every failure ends in words and a remedy, never in a stack. */
export async function runCli(args: readonly string[], options: ProgramOptions): Promise<ExitCode> {
  const program = buildProgram(options);
  try {
    await program.parseAsync(args, { from: "user" });
    return EXIT.ok;
  } catch (error) {
    if (error instanceof CommanderError) return error.exitCode === 0 ? EXIT.ok : EXIT.usage;
    if (error instanceof CliError) {
      tellFailure(error, options, program.opts<{ json: boolean }>().json);
      return error.exitCode;
    }
    options.terminal.err(`twinstack failed: ${error instanceof Error ? error.message : String(error)}`);
    return EXIT.failed;
  }
}

function tellFailure(error: CliError, { terminal }: ProgramOptions, json: boolean): void {
  if (json) {
    terminal.err(
      JSON.stringify({ code: error.code, detail: error.message, remedy: error.remedy, issues: error.issues }),
    );
    return;
  }
  terminal.err(error.message);
  for (const issue of error.issues)
    terminal.err(`  ${issue.pointer === "" ? "/" : issue.pointer}: ${issue.message}\n    ${issue.remedy}`);
  terminal.err(`What to do: ${error.remedy}`);
}
