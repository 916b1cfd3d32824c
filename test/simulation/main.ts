import { simulate } from "./simulate.ts";
const first = Number(process.argv[2] ?? 1), count = Number(process.argv[3] ?? 100);
const t = performance.now(); let steps = 0, runs = 0, bad = 0; const kinds = new Map();
Error.stackTraceLimit = 0;
let nextSeed = first;
await Promise.all(Array.from({length: Number(process.env.LANES ?? 8)}, async () => { while (nextSeed < first + count) { const s = nextSeed++;
  const h = await simulate(s); steps += h.steps; runs += h.runs;
  if (h.broken) { bad++; const k = h.broken.replace(/[0-9a-f]{8}(-[0-9a-f-]+)?/g, "X").replace(/\d+/g, "N").slice(0,150); const e = kinds.get(k) ?? []; e.push(s); kinds.set(k, e); if (count === 1) { console.log(h.trace.slice(-(process.argv[4] ?? 80)).join("\n")); console.log(h.broken);} }
}}));
const ms = performance.now() - t;
for (const [k, e] of kinds) console.log(e.length, k, e.slice(0, 5).join(","));
console.log({ bad, count, cpu: Math.round(process.cpuUsage().user / 1000), perSec: Math.round(count / ms * 1000), stepsPer: Math.round(steps / count), runsPer: runs / count });
