const EVERY_MS = 20_000;

/**
 * Waits for work that may take minutes, and says from time to time that it goes on.
 *
 * @template T
 * @param {(text: string) => void} report
 * @param {string} what such as "building cloudstack 0.6.0"
 * @param {Promise<T>} work
 * @returns {Promise<T>}
 */
export async function whileTelling(report, what, work) {
  const began = Date.now();
  const timer = setInterval(
    () => report(`still ${what} (${Math.round((Date.now() - began) / 1000)} s so far)…`),
    EVERY_MS,
  );
  try {
    return await work;
  } finally {
    clearInterval(timer);
  }
}
