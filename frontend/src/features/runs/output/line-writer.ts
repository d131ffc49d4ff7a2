/** A row of cells with a cursor, as a terminal has it. No step takes longer for a longer line. */
import { PLAIN, type Style } from "./sgr";

export interface Cell {
  readonly text: string;
  readonly style: Style;
}

interface WrittenCell extends Cell {
  /** How many erasures came before it was written: a later one that reaches it leaves a blank. */
  readonly erasures: number;
}

/** Blanks the cells before `end`. */
interface Erasure {
  /** Counted from 1. */
  readonly number: number;
  readonly end: number;
}

const TAB_STOP = 8;
const BLANK: Cell = { text: " ", style: PLAIN };
const SYMBOL: Style = { ...PLAIN, symbol: true };
const COMBINING = /^(?:\p{M}|\u200c|\u200d|\ufe0e|\ufe0f)$/u;
/** A program may stack any number of marks on one letter; beyond this the rest starts a cell of its own. */
const MAX_CELL_LENGTH = 16;

/** Twice what the server keeps of a stream. As in a terminal, what a program writes beyond the last cell replaces it. */
const MAX_CELLS = 2 * 1024 * 1024;

export class LineWriter {
  style: Style;
  readonly #cells: WrittenCell[] = [];
  /** Never beyond the end of the cells, so that no move makes the line longer. */
  #column = 0;
  /**
   * Erasures that still show, later ones on top and reaching less far: one that reaches as far as an earlier one
   * takes its place. They are carried out once, at the end, for a program can ask for hundreds of thousands of them.
   */
  readonly #erasures: Erasure[] = [];
  #erasureCount = 0;

  constructor(style: Style) {
    this.style = style;
  }

  /** The line as it reads now. */
  cells(): readonly Cell[] {
    if (this.#erasures.length === 0) return this.#cells;
    let top = this.#erasures.length - 1;
    return this.#cells.map((cell, column) => {
      while ((this.#erasures[top]?.end ?? Infinity) <= column) top -= 1;
      return isErased(cell, this.#erasures[top]) ? BLANK : cell;
    });
  }

  write(char: string): void {
    if (isCombining(char) && this.#combine(char)) return;
    this.#put(char, this.style);
  }

  /** Something of ours that stands for what cannot be shown. */
  symbol(text: string): void {
    for (const char of text) this.#put(char, SYMBOL);
  }

  tab(): void {
    const spaces = TAB_STOP - (this.#column % TAB_STOP);
    const space = this.#written(" ", this.style);
    for (let count = 0; count < spaces; count += 1) this.#putCell(space);
  }

  /** To a column, or to the nearest one that the line has. */
  moveTo(column: number): void {
    this.#column = Math.max(0, Math.min(this.#cells.length, column));
  }

  moveBy(columns: number): void {
    this.moveTo(this.#column + columns);
  }

  /** 0: from the cursor to the end; 1: from the start to the cursor; 2: all. */
  erase(mode: number): void {
    if (mode === 0) this.#cells.length = this.#column;
    else if (mode === 1) this.#eraseBefore(Math.min(this.#cells.length, this.#column + 1));
    else if (mode === 2) this.#eraseBefore(this.#cells.length);
  }

  #put(text: string, style: Style): void {
    this.#putCell(this.#written(text, style));
  }

  #putCell(cell: WrittenCell): void {
    const column = Math.min(this.#column, MAX_CELLS - 1);
    this.#cells[column] = cell;
    this.#column = column + 1;
  }

  #written(text: string, style: Style): WrittenCell {
    return { text, style, erasures: this.#erasureCount };
  }

  /** Adds a mark to the character before the cursor, if there is room on one. */
  #combine(mark: string): boolean {
    const column = this.#column - 1;
    const written = this.#cells[column];
    if (written === undefined) return false;
    const { text, style } = isErased(written, this.#erasureOf(column)) ? BLANK : written;
    if (text.length >= MAX_CELL_LENGTH) return false;
    this.#cells[column] = this.#written(text + mark, style);
    return true;
  }

  #eraseBefore(end: number): void {
    this.#erasureCount += 1;
    while ((this.#erasures.at(-1)?.end ?? Infinity) <= end) this.#erasures.pop();
    this.#erasures.push({ number: this.#erasureCount, end });
  }

  /** The latest erasure that reaches a column: the topmost one, found by halving. */
  #erasureOf(column: number): Erasure | undefined {
    let low = -1;
    let high = this.#erasures.length - 1;
    while (low < high) {
      const middle = (low + high + 1) >> 1;
      if ((this.#erasures[middle]?.end ?? 0) > column) low = middle;
      else high = middle - 1;
    }
    return this.#erasures[low];
  }
}

function isErased(cell: WrittenCell, erasure: Erasure | undefined): boolean {
  return erasure !== undefined && cell.erasures < erasure.number;
}

function isCombining(char: string): boolean {
  return char > "\u02ff" && COMBINING.test(char);
}
