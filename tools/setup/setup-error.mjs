/** A set-up step that cannot go on: which step, why, and what the person can do about it. */
export class SetupError extends Error {
  /**
   * @param {string} step name of the step, as in the progress lines
   * @param {string} cause what was seen, with real paths and versions
   * @param {string} remedy what to do, as one or more commands or settings
   */
  constructor(step, cause, remedy) {
    super(`${step}: ${cause}`);
    this.name = "SetupError";
    this.step = step;
    this.reason = cause;
    this.remedy = remedy;
  }
}
