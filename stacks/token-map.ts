import { Lazy } from "cdktf";

interface TokenMap {
  readonly stringTokenMap: Map<unknown, unknown>;
  readonly numberTokenMap: Map<unknown, unknown>;
}

/**
 * Remembers CDKTF's process-global token registry as it is now and returns a function that forgets all tokens made
 * since. The registry never forgets by itself: 1,000 synths kept 150 MB (terraform.md §4). It is trimmed in place,
 * because CDKTF's modules hold on to the registry object itself. No construct may outlive a trim.
 */
export function rememberTokens(): () => void {
  const registry = tokenRegistry();
  const strings = new Set(registry.stringTokenMap.keys());
  const numbers = new Set(registry.numberTokenMap.keys());
  return function trimTokens() {
    forgetOthers(registry.stringTokenMap, strings);
    forgetOthers(registry.numberTokenMap, numbers);
  };
}

function tokenRegistry(): TokenMap {
  // The registry is born with the first token.
  String(Lazy.stringValue({ produce: () => "" }));
  const { __cdktfTokenMap: registry } = globalThis as { __cdktfTokenMap?: TokenMap };
  if (registry === undefined) throw new TypeError("This version of cdktf keeps its tokens elsewhere");
  return registry;
}

function forgetOthers(map: Map<unknown, unknown>, kept: ReadonlySet<unknown>): void {
  for (const key of map.keys()) if (!kept.has(key)) map.delete(key);
}
