import { simulate } from "./simulate.ts";
const h = await simulate(Number(process.argv[2])); console.log(h.trace.slice(-Number(process.argv[3] ?? 60)).join("\n")); console.log(h.broken, h.digest, h.steps);
