/** What a table writes to the state file. */
export interface TableSnapshot<T> {
  rows: T[];
  removed: string[];
}

const REMOVED_KEPT = 5000;

/** Rows by id, in order of creation; remembers the ids of rows it removed softly. */
export class Table<T extends { id: string }> {
  readonly #rows = new Map<string, T>();
  readonly #removed = new Set<string>();

  constructor(snapshot?: TableSnapshot<T>) {
    for (const row of snapshot?.rows ?? []) this.#rows.set(row.id, row);
    for (const id of snapshot?.removed ?? []) this.#removed.add(id);
  }

  add(row: T): T {
    this.#rows.set(row.id, row);
    return row;
  }

  get(id: string | undefined): T | undefined {
    return id === undefined ? undefined : this.#rows.get(id);
  }

  /** The row of an id that another row points to. */
  must(id: string): T {
    const row = this.#rows.get(id);
    if (row === undefined) throw new Error(`the sandbox lost row ${id}`);
    return row;
  }

  all(): T[] {
    return [...this.#rows.values()];
  }

  where(matches: (row: T) => boolean): T[] {
    return this.all().filter(matches);
  }

  first(matches: (row: T) => boolean): T | undefined {
    for (const row of this.#rows.values()) if (matches(row)) return row;
    return undefined;
  }

  /** Forgets the row, so that its id becomes unknown (rules, key pairs, groups). */
  delete(id: string): void {
    this.#rows.delete(id);
  }

  /** Removes the row but keeps answering its id with an empty list (machines, volumes, networks …). */
  retire(id: string): void {
    this.#rows.delete(id);
    this.#removed.add(id);
    const [oldest] = this.#removed;
    if (this.#removed.size > REMOVED_KEPT && oldest !== undefined) this.#removed.delete(oldest);
  }

  /** True for a row and for a softly removed one: both count as "entity exists" when parameters are read. */
  knows(id: string): boolean {
    return this.#rows.has(id) || this.#removed.has(id);
  }

  snapshot(): TableSnapshot<T> {
    return { rows: this.all(), removed: [...this.#removed] };
  }
}
