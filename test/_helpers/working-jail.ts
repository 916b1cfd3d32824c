import { tmpdir } from "node:os";
import { type FoundJail, findEngineJail } from "../../src/adapters/terraform/find-engine-jail.ts";
import { toolchain } from "./toolchain.ts";

/** The jail of this machine. Without one the tests of it cannot run, and say what they need. */
export async function workingJail(): Promise<FoundJail> {
  const found = await findEngineJail({ toolchain: toolchain(), workRoot: tmpdir() });
  if (found.jail === null) throw new Error(`these tests need bubblewrap and namespaces: ${found.reason}`);
  return found;
}
