import { describe, expect, it } from "vitest";
import type { Cell } from "./line-writer";
import { parseLine } from "./parse-line";
import { PLAIN, type Style } from "./sgr";

/** One thing that a program does to a line: how it is written, and what it does to the plainest model of a line. */
interface Step {
  raw: string;
  on: (line: Model) => void;
}

interface Model {
  cells: Cell[];
  column: number;
  style: Style;
}

const BLANK: Cell = { text: " ", style: PLAIN };
const SYMBOL: Style = { ...PLAIN, symbol: true };

function put(line: Model, text: string, style = line.style): void {
  for (const char of text) line.cells[line.column++] = { text: char, style };
}

function move(line: Model, column: number): void {
  line.column = Math.max(0, Math.min(line.cells.length, column));
}

const write = (text: string): Step => ({ raw: text, on: (line) => put(line, text) });
const symbol = (raw: string, text: string): Step => ({ raw, on: (line) => put(line, text, SYMBOL) });
const to = (raw: string, column: (line: Model) => number): Step => ({ raw, on: (line) => move(line, column(line)) });
const colour = (raw: string, change: Partial<Style>): Step => ({
  raw,
  on: (line) => (line.style = { ...line.style, ...change }),
});

const accent: Step = {
  raw: "\u0301",
  on(line) {
    const { text, style } = line.cells[line.column - 1] ?? { text: "", style: line.style };
    if (line.column > 0 && text.length < 16) line.cells[line.column - 1] = { text: `${text}\u0301`, style };
    else put(line, "\u0301");
  },
};
const tab: Step = { raw: "\t", on: (line) => put(line, " ".repeat(8 - (line.column % 8))) };
const eraseEnd = (raw: string): Step => ({ raw, on: (line) => line.cells.splice(line.column) });
const eraseStart: Step = {
  raw: "\x1b[1K",
  on: (line) => line.cells.fill(BLANK, 0, Math.min(line.cells.length, line.column + 1)),
};
const eraseAll: Step = { raw: "\x1b[2K", on: (line) => line.cells.fill(BLANK) };

const STEPS: readonly Step[] = [
  write("a"),
  write("bcdefg"),
  write("漢"),
  accent,
  tab,
  symbol("\x00", "^@"),
  symbol("\u202e", "<U+202E>"),
  symbol("\x1b]0;title\x07", "^["),
  to("\r", () => 0),
  to("\b", (line) => line.column - 1),
  to("\x1b[C", (line) => line.column + 1),
  to("\x1b[3C", (line) => line.column + 3),
  to("\x1b[999999999C", () => Infinity),
  to("\x1b[2D", (line) => line.column - 2),
  to("\x1b[999999999D", () => 0),
  to("\x1b[5G", () => 4),
  eraseEnd("\x1b[K"),
  eraseEnd("\x1b[0K"),
  eraseStart,
  eraseStart,
  eraseAll,
  colour("\x1b[31m", { fg: 1 }),
  colour("\x1b[38;5;208m", { fg: "rgb(255 135 0)" }),
  colour("\x1b[m", PLAIN),
  { raw: "\x1b[3K\x1b[2J\x1b[5;5H", on: () => undefined },
];

/** The same numbers every time. */
function randomNumbers(seed: number): (below: number) => number {
  let state = seed;
  return (below) => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    return Math.floor((state / 2 ** 32) * below);
  };
}

describe("a line that is written all over", () => {
  it("reads like one that carries out every step at once", () => {
    const random = randomNumbers(1);
    for (let round = 0; round < 5_000; round += 1) {
      const steps = Array.from({ length: 1 + random(40) }, () => STEPS[random(STEPS.length)] ?? tab);
      const line: Model = { cells: [], column: 0, style: PLAIN };
      for (const step of steps) step.on(line);
      const raw = steps.map((step) => step.raw).join("");
      const { cells, endStyle } = parseLine(raw, PLAIN);
      const read = cells.map(({ text, style }) => ({ text, style }));
      expect({ raw, read, endStyle }).toEqual({ raw, read: line.cells, endStyle: line.style });
    }
  });
});
