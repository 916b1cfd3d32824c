import type { CloudstackSitePlan } from "../../src/contract/index.ts";
import { mapStrings } from "../literal-text.ts";
import { SynthRefusal } from "../synth-refusal.ts";

/** `~` breaks the request signature of CloudStack (C12). User data is sent as base64, so there it does no harm. */
export function refuseTilde({ userData: _sentAsBase64, ...plan }: CloudstackSitePlan): void {
  mapStrings(plan, (text) => {
    if (text.includes("~")) throw new SynthRefusal(`CloudStack cannot take the character ~ in "${text.slice(0, 80)}"`);
    return text;
  });
}
