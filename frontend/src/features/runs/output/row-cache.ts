/** Remembers the rows of the lines in view, so that scrolling within one huge line does not parse it again. */
import type { Line } from "./output-buffer";
import { rowsOfLine, type Row } from "./layout";

/** More lines than the tallest screen shows. */
const CAPACITY = 512;

export class RowCache {
  readonly #entries = new Map<Line, { length: number; columns: number; rows: Row[] }>();

  rows(line: Line, columns: number): Row[] {
    const known = this.#entries.get(line);
    if (known?.length === line.raw.length && known.columns === columns) return known.rows;
    const rows = rowsOfLine(line, columns);
    this.#entries.delete(line);
    this.#entries.set(line, { length: line.raw.length, columns, rows });
    this.#evict();
    return rows;
  }

  #evict(): void {
    const oldest = this.#entries.keys().next();
    if (this.#entries.size > CAPACITY && !oldest.done) this.#entries.delete(oldest.value);
  }
}
