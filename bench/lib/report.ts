/** One printed figure: what, how much, and the goal it is held against; `met` is null where there is no goal. */
export interface Figure {
  readonly what: string;
  readonly value: string;
  readonly goal: string;
  readonly met: boolean | null;
}

export function figure(what: string, value: number, unit: string, goal?: number): Figure {
  return {
    what,
    value: `${round(value)}${unit}`,
    goal: goal === undefined ? "-" : `≤ ${goal}${unit}`,
    met: goal === undefined ? null : value <= goal,
  };
}

export function renderFigures(title: string, figures: readonly Figure[]): string {
  const lines = figures.map(
    ({ what, value, goal, met }) => `| ${what} | ${value} | ${goal} | ${met === null ? "" : met ? "met" : "missed"} |`,
  );
  return [`### ${title}`, "", "| what | measured | goal | |", "|---|---|---|---|", ...lines, ""].join("\n");
}

function round(value: number): string {
  if (value >= 100) return value.toFixed(0);
  return Math.abs(value) < 0.1 ? value.toPrecision(2) : value.toFixed(2);
}
