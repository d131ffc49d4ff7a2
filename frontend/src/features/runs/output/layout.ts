/** Cuts lines into rows of equal height, so that any amount of output scrolls smoothly: only visible rows exist. */
import { charWidth } from "./char-width";
import type { Cell } from "./line-writer";
import type { Line } from "./output-buffer";
import { isPlain, parseLine } from "./parse-line";
import { PLAIN, type Style } from "./sgr";

interface Span {
  readonly text: string;
  readonly style: Style;
}

export type Row = readonly Span[];

/** The rows of one line at this width; at least one. */
export function rowsOfLine(line: Line, columns: number): Row[] {
  if (line.start === PLAIN && isPlain(line.raw)) return plainRows(line.raw, columns);
  return wrapLine(line, columns).map(mergeCells);
}

function wrapLine(line: Line, columns: number): Cell[][] {
  return wrapCells(parseLine(line.raw, line.start).cells, columns);
}

function countRows(line: Line, columns: number): number {
  const known = line.rows;
  if (known?.columns === columns && known.length === line.raw.length) return known.count;
  const count = isPlain(line.raw) ? Math.max(1, Math.ceil(line.raw.length / columns)) : wrapLine(line, columns).length;
  line.rows = { count, columns, length: line.raw.length };
  return count;
}

function plainRows(raw: string, columns: number): Row[] {
  const rows: Row[] = [];
  for (let from = 0; from < raw.length; from += columns) {
    rows.push([{ text: raw.slice(from, from + columns), style: PLAIN }]);
  }
  return rows.length > 0 ? rows : [[]];
}

function wrapCells(cells: readonly Cell[], columns: number): Cell[][] {
  let row: Cell[] = [];
  const rows = [row];
  let used = 0;
  for (const cell of cells) {
    const width = charWidth(cell.text);
    if (used + width > columns && row.length > 0) {
      row = [];
      rows.push(row);
      used = 0;
    }
    row.push(cell);
    used += width;
  }
  return rows;
}

function mergeCells(cells: Cell[]): Row {
  const spans: { text: string; style: Style }[] = [];
  for (const cell of cells) {
    const last = spans.at(-1);
    if (last && sameStyle(last.style, cell.style)) last.text += cell.text;
    else spans.push({ text: cell.text, style: cell.style });
  }
  return spans;
}

function sameStyle(left: Style, right: Style): boolean {
  return left === right || (Object.keys(left) as (keyof Style)[]).every((key) => left[key] === right[key]);
}

/** Which line and which of its rows a row number means. */
export interface RowPosition {
  readonly line: Line;
  readonly row: number;
}

/** Row numbers over all lines of one view. */
export class RowIndex {
  readonly #lines: readonly Line[];
  readonly #firstRows: Int32Array;
  readonly total: number;
  /** The version of the output that was counted. */
  readonly version: number;

  constructor(lines: readonly Line[], columns: number, version: number) {
    this.#lines = lines;
    this.version = version;
    this.#firstRows = new Int32Array(lines.length);
    let total = 0;
    for (const [index, line] of lines.entries()) {
      this.#firstRows[index] = total;
      total += countRows(line, columns);
    }
    this.total = total;
  }

  at(row: number): RowPosition | null {
    if (row < 0 || row >= this.total) return null;
    let low = 0;
    let high = this.#lines.length - 1;
    while (low < high) {
      const middle = (low + high + 1) >> 1;
      if ((this.#firstRows[middle] ?? 0) <= row) low = middle;
      else high = middle - 1;
    }
    const line = this.#lines[low];
    return line ? { line, row: row - (this.#firstRows[low] ?? 0) } : null;
  }
}
