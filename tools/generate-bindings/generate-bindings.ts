/** `npm run generate`: writes `generated/` (or the folder given) from the pinned, pruned provider schemas. */
import { fileURLToPath } from "node:url";
import { writeBindings } from "./write-bindings.ts";

const target = process.argv[2] ?? fileURLToPath(new URL("../../generated", import.meta.url));
const written = await writeBindings(target);
process.stdout.write(`${written.length} binding files written\n`);
