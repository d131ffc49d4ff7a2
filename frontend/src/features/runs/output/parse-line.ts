/**
 * One line of raw program output becomes cells of text with a style. Nothing a program writes is ever markup:
 * known sequences turn into styles or cursor moves within the line, everything else that cannot be shown turns
 * into a visible symbol.
 */
import { LineWriter, type Cell } from "./line-writer";
import { applySgr, type Style } from "./sgr";

export interface ParsedLine {
  readonly cells: readonly Cell[];
  /** The style that the next line starts with. */
  readonly endStyle: Style;
}

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

const PRINTABLE_ASCII = /^[ -~]*$/;

/** Whether the line needs no parsing: the common case. */
export function isPlain(raw: string): boolean {
  return PRINTABLE_ASCII.test(raw);
}

export function parseLine(raw: string, startStyle: Style): ParsedLine {
  const line = new LineWriter(startStyle);
  let index = 0;
  while (index < raw.length) index = step(raw, index, line);
  return { cells: line.cells(), endStyle: line.style };
}

function step(raw: string, index: number, line: LineWriter): number {
  const code = raw.codePointAt(index) ?? 0;
  if (code === 0x1b) return escape(raw, index, line);
  const char = String.fromCodePoint(code);
  if (code === 0x0d) line.moveTo(0);
  else if (code === 0x08) line.moveBy(-1);
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
  else if (final === "D") line.moveBy(-(count || 1));
  else if (final === "C") line.moveBy(count || 1);
  else if (final === "G") line.moveTo((count || 1) - 1);
}
