import { readFileSync } from "node:fs";
import { join, relative } from "node:path";
import TestSequencer from "@jest/test-sequencer";
import { CHECKOUT } from "./places.mjs";

/**
 * Starts the files first that are known to take long, so that no worker is left waiting for one of them at the end. Jest
 * itself knows how long a file took only where it ran before, which a fresh clone never is.
 */
export default class LongestFirst extends TestSequencer {
  seconds = readSeconds();

  sort(tests) {
    const secondsOf = ({ path }) => this.seconds[relative(CHECKOUT, path)] ?? 0;
    return super.sort(tests).sort((left, right) => secondsOf(right) - secondsOf(left));
  }
}

function readSeconds() {
  return JSON.parse(readFileSync(join(CHECKOUT, "test/long-files.json"), "utf8"));
}
