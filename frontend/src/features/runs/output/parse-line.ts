/**
 * One line of raw program output becomes cells of text with a style. Nothing a program writes is ever markup:
 * known sequences turn into styles or cursor moves within the line, everything else that cannot be shown turns
 * into a visible symbol.
 */
import { applySgr, PLAIN, type Style } from "./sgr";

export interface Cell {
  readonly text: string;
  readonly style: Style;
}

export interface ParsedLine {
  readonly cells: readonly Cell[];
  /** The style that the next line starts with. */
  readonly endStyle: Style;
}

const TAB_STOP = 8;
/** Characters that look different from what they are: directional overrides, invisible separators. */
const DECEPTIVE = /[\u061c\u200b\u200e\u200f\u2028\u2029\u202a-\u202e\u2060-\u2069\ufeff\u00ad]/;
/** `^[`, as terminals write an escape that they show. */
const SHOWN_ESCAPE = "^[";
/** CSI: parameters, intermediates, a final byte. */
const CSI = /\x1b\[([0-?]*)([ -/]*)([@-~])/y;
/** OSC, DCS, SOS, PM, APC: a string that ends with BEL or ST; an unterminated one takes the rest of the line. */
const STRING_SEQUENCE = /\x1b[\]PX^_][^\x07\x1b]*(?:\x07|\x1b\\|$)?/y;
/** Other escapes: intermediates and one final byte, but not the beginning of a CSI. */
const SHORT_ESCAPE = /\x1b[ -/]*[0-Z\\-~]/y;

const SYMBOL: Style = { ...PLAIN, symbol: true };

const PRINTABLE_ASCII = /^[ -~]*$/;

/** Whether the line needs no parsing: the common case. */
export function isPlain(raw: string): boolean {
  return PRINTABLE_ASCII.test(raw);
}

export function parseLine(raw: string, startStyle: Style): ParsedLine {
  const line = new LineWriter(startStyle);
  let index = 0;
  while (index < raw.length) index = step(raw, index, line);
  return { cells: line.cells, endStyle: line.style };
}

function step(raw: string, index: number, line: LineWriter): number {
  const code = raw.codePointAt(index) ?? 0;
  if (code === 0x1b) return escape(raw, index, line);
  const char = String.fromCodePoint(code);
  if (code === 0x0d) line.column = 0;
  else if (code === 0x08) line.column = Math.max(0, line.column - 1);
  else if (code === 0x09) line.tab();
  else if (code < 0x20) line.symbol(`^${String.fromCodePoint(code + 0x40)}`);
  else if (code === 0x7f) line.symbol("^?");
  else if (code < 0xa0 && code >= 0x80) line.symbol(`<${code.toString(16)}>`);
  else if (DECEPTIVE.test(char)) line.symbol(`<U+${code.toString(16).toUpperCase().padStart(4, "0")}>`);
  else line.write(char);
  return index + char.length;
}

function escape(raw: string, index: number, line: LineWriter): number {
  CSI.lastIndex = index;
  const csi = CSI.exec(raw);
  if (csi) {
    control(line, csi[3] ?? "", csi[1] ?? "");
    return CSI.lastIndex;
  }
  for (const pattern of [STRING_SEQUENCE, SHORT_ESCAPE]) {
    pattern.lastIndex = index;
    if (pattern.exec(raw)) {
      line.symbol(SHOWN_ESCAPE);
      return pattern.lastIndex;
    }
  }
  line.symbol(SHOWN_ESCAPE);
  return index + 1;
}

/** The control sequences that make sense within one line; the rest (cursor up, clear screen, …) does nothing. */
function control(line: LineWriter, final: string, parameters: string): void {
  const count = Number.parseInt(parameters, 10);
  if (final === "m" && /^[\d;:]*$/.test(parameters)) line.style = applySgr(line.style, parameters);
  else if (final === "K") line.erase(Number.isNaN(count) ? 0 : count);
  else if (final === "D") line.column = Math.max(0, line.column - (count || 1));
  else if (final === "C") line.column = Math.min(line.cells.length, line.column + (count || 1));
  else if (final === "G") line.column = Math.min(line.cells.length, Math.max(0, (count || 1) - 1));
}

/** A row of cells with a cursor, as a terminal has it. */
class LineWriter {
  readonly cells: Cell[] = [];
  column = 0;
  style: Style;

  constructor(style: Style) {
    this.style = style;
  }

  write(char: string, style: Style = this.style): void {
    const cell = { text: char, style };
    const previous = this.cells[this.column - 1];
    if (previous && previous.text.length < MAX_CELL_LENGTH && isCombining(char)) {
      this.cells[this.column - 1] = { text: previous.text + char, style: previous.style };
      return;
    }
    this.cells[this.column] = cell;
    this.column += 1;
  }

  symbol(text: string): void {
    for (const char of text) this.write(char, SYMBOL);
  }

  tab(): void {
    const spaces = TAB_STOP - (this.column % TAB_STOP);
    for (let count = 0; count < spaces; count += 1) this.write(" ");
  }

  /** 0: from the cursor to the end; 1: from the start to the cursor; 2: all. */
  erase(mode: number): void {
    if (mode === 0) this.cells.length = Math.min(this.cells.length, this.column);
    const end = mode === 2 ? this.cells.length : mode === 1 ? Math.min(this.cells.length, this.column + 1) : 0;
    for (let index = 0; index < end; index += 1) this.cells[index] = { text: " ", style: PLAIN };
  }
}

const COMBINING = /^(?:\p{M}|\u200c|\u200d|\ufe0e|\ufe0f)$/u;
/** A program may stack any number of marks on one letter; beyond this the rest starts a cell of its own. */
const MAX_CELL_LENGTH = 16;

function isCombining(char: string): boolean {
  return char > "\u02ff" && COMBINING.test(char);
}
