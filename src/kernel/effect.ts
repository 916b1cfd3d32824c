/** `before` the outside is touched; `after` it was, while whoever asked does not know it yet. */
export type EffectMoment = "before" | "after";
export type EffectWatcher = (boundary: string, moment: EffectMoment) => Promise<void> | void;

let watcher: EffectWatcher | null = null;

/**
 * The one seam through which everything outside this process is changed: database, clouds, engine, files, mail. It does
 * nothing but name the place, so that a test can stop the process at each of them, one after the other, and prove that
 * nothing is lost or done twice. `boundary` names kind and act, such as `cloud: DELETE port`; it holds no id.
 */
export async function effect<T>(boundary: string, act: () => Promise<T>): Promise<T> {
  if (watcher === null) return act();
  await watcher(boundary, "before");
  const answer = await act();
  await watcher?.(boundary, "after");
  return answer;
}

/** Is told of every effect; null tells nobody. Only tests use it. */
export function watchEffects(next: EffectWatcher | null): void {
  watcher = next;
}

/** Whether somebody watches, for callers that would otherwise pay for naming an effect. */
export function effectsAreWatched(): boolean {
  return watcher !== null;
}
