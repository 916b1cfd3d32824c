/** Looks again and again; what is waited for may be slow on a busy machine, and only what stands still fails. */
export async function until(condition: () => boolean | Promise<boolean>, patienceMs = 60_000): Promise<void> {
  const deadline = Date.now() + patienceMs;
  while (!(await condition())) {
    if (Date.now() > deadline) throw new Error("what was waited for did not happen");
    await new Promise((resolve) => setTimeout(resolve, 25));
  }
}
