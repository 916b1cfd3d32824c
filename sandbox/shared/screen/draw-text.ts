import { GLYPHS } from "./glyphs.ts";

export const WIDTH = 480;
export const HEIGHT = 180;

/** Points of the screen for each point of a letter. */
const SCALE = 2;
const CELL_WIDTH = 6 * SCALE;
const LINE_HEIGHT = 10 * SCALE;
const MARGIN = 8;

/** How many letters fit into a line. */
export const COLUMNS = Math.floor((WIDTH - 2 * MARGIN) / CELL_WIDTH);

/** Lines of text as a map of points: 1 is ink, 0 is paper. */
export function drawText(lines: readonly string[]): Uint8Array {
  const points = new Uint8Array(WIDTH * HEIGHT);
  for (const [row, line] of lines.entries()) {
    for (const [column, letter] of [...line.toUpperCase()].slice(0, COLUMNS).entries()) {
      drawLetter(points, letter, MARGIN + column * CELL_WIDTH, MARGIN + row * LINE_HEIGHT);
    }
  }
  return points;
}

function drawLetter(points: Uint8Array, letter: string, left: number, top: number): void {
  for (const [y, row] of (GLYPHS[letter] ?? "").split(" ").entries()) {
    for (const [x, dot] of [...row].entries()) {
      if (dot === "#") fill(points, left + x * SCALE, top + y * SCALE);
    }
  }
}

function fill(points: Uint8Array, left: number, top: number): void {
  for (let y = top; y < Math.min(top + SCALE, HEIGHT); y += 1) {
    for (let x = left; x < Math.min(left + SCALE, WIDTH); x += 1) points[y * WIDTH + x] = 1;
  }
}
