/** Commands that read the stacks, and so need the clouds. */
const STACK_COMMANDS = new Set(["synth", "synthesize", "diff", "plan", "deploy", "apply", "destroy", "list", "output"]);
const WHOLE_FOLDER = new Set(["deploy", "apply", "destroy"]);
const DIFF = new Set(["diff", "plan"]);
/** Options whose value is the next word. */
const WITH_VALUE = new Set([
  "-a",
  "--app",
  "-o",
  "--output",
  "--outputs-file",
  "--parallelism",
  "--terraform-parallelism",
  "--var",
  "--var-file",
]);
const HELP = ["-h", "--help", "--version"];

/** What an operator asked `cdktf` for. */
export interface CommandLine {
  readonly args: readonly string[];
  /** The command reads the stacks. */
  readonly readsStacks: boolean;
  /** A `diff` without a stack, which the CDKTF command refuses for more than one: to be done for each. */
  readonly diffsAll: boolean;
}

/**
 * Reads a `cdktf` command line and makes it work on a whole folder: without a stack, `deploy` and `destroy` mean all
 * stacks; and CloudStack gets at most four calls at once, because jobs of one router are serial anyway (clouds.md §8).
 */
export function readCommandLine(given: readonly string[]): CommandLine {
  const words = given.filter((word, index) => !word.startsWith("-") && !WITH_VALUE.has(given[index - 1] ?? ""));
  const [command = "", ...stacks] = words;
  const readsStacks = STACK_COMMANDS.has(command) && !given.some((word) => HELP.includes(word));
  if (!readsStacks) return { args: given, readsStacks, diffsAll: false };
  const all = WHOLE_FOLDER.has(command) && stacks.length === 0 ? ["*"] : [];
  const runs = WHOLE_FOLDER.has(command) || DIFF.has(command);
  const parallelism = runs && !hasOption(given, "--terraform-parallelism") ? ["--terraform-parallelism=4"] : [];
  return {
    args: [...given, ...all, ...parallelism],
    readsStacks,
    diffsAll: DIFF.has(command) && stacks.length === 0,
  };
}

function hasOption(given: readonly string[], name: string): boolean {
  return given.some((word) => word === name || word.startsWith(`${name}=`));
}
