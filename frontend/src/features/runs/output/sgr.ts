/** Colours and weights that a program asks for with `ESC [ … m`, as plain data. */

/** A palette index 0–15, or a CSS colour for the larger palettes; null is the default. */
export type Colour = number | string | null;

export interface Style {
  readonly fg: Colour;
  readonly bg: Colour;
  readonly bold: boolean;
  readonly dim: boolean;
  readonly italic: boolean;
  readonly underline: boolean;
  readonly inverse: boolean;
  readonly strike: boolean;
  /** A character of ours that stands for one that cannot be shown. */
  readonly symbol: boolean;
}

export const PLAIN: Style = {
  fg: null,
  bg: null,
  bold: false,
  dim: false,
  italic: false,
  underline: false,
  inverse: false,
  strike: false,
  symbol: false,
};

/** As many as terminals take; no program needs more in one sequence, and the rest is dropped. */
const MAX_PARAMETERS = 32;

/** The style after a sequence with these parameters; unknown ones change nothing. */
export function applySgr(style: Style, parameters: string): Style {
  const codes = parameters === "" ? [0] : parameters.split(/[;:]/, MAX_PARAMETERS).map(Number);
  let next = style;
  for (let index = 0; index < codes.length; index += 1) {
    const code = codes[index] ?? 0;
    if (code === 38 || code === 48) {
      const [colour, used] = extendedColour(codes, index + 1);
      if (colour !== null) next = code === 38 ? { ...next, fg: colour } : { ...next, bg: colour };
      index += used;
    } else {
      next = applyCode(next, code);
    }
  }
  return next;
}

const switches: Record<number, Partial<Style>> = {
  1: { bold: true },
  2: { dim: true },
  3: { italic: true },
  4: { underline: true },
  7: { inverse: true },
  9: { strike: true },
  21: { underline: true },
  22: { bold: false, dim: false },
  23: { italic: false },
  24: { underline: false },
  27: { inverse: false },
  29: { strike: false },
  39: { fg: null },
  49: { bg: null },
};

function applyCode(style: Style, code: number): Style {
  if (code === 0) return PLAIN;
  if (code >= 30 && code <= 37) return { ...style, fg: code - 30 };
  if (code >= 40 && code <= 47) return { ...style, bg: code - 40 };
  if (code >= 90 && code <= 97) return { ...style, fg: code - 90 + 8 };
  if (code >= 100 && code <= 107) return { ...style, bg: code - 100 + 8 };
  const change = switches[code];
  return change === undefined ? style : { ...style, ...change };
}

/** `5;N` (256 colours) or `2;R;G;B` from this index on, and how many parameters it took. */
function extendedColour(codes: readonly number[], from: number): [Colour, number] {
  if (codes[from] === 5) return [paletteColour(codes[from + 1] ?? -1), 2];
  if (codes[from] !== 2) return [null, 0];
  const rgb = codes.slice(from + 1, from + 4);
  return [rgb.length === 3 && rgb.every(isByte) ? `rgb(${rgb.join(" ")})` : null, 4];
}

function paletteColour(index: number): Colour {
  if (!isByte(index)) return null;
  if (index < 16) return index;
  if (index >= 232) {
    const grey = 8 + (index - 232) * 10;
    return `rgb(${grey} ${grey} ${grey})`;
  }
  const cube = index - 16;
  const level = (step: number): number => (step === 0 ? 0 : 55 + step * 40);
  return `rgb(${level(Math.floor(cube / 36))} ${level(Math.floor(cube / 6) % 6)} ${level(cube % 6)})`;
}

function isByte(value: number): boolean {
  return Number.isInteger(value) && value >= 0 && value <= 255;
}
