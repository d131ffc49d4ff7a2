/**
 * A megabyte that is made to be slow to show: a program that anyone shares must not freeze the page of its readers.
 * Anything but linear work takes minutes to hours here.
 */
import { describe, expect, it } from "vitest";
import { RowIndex, rowsOfLine, type Row } from "./layout";
import { OutputBuffer } from "./output-buffer";

const MIB = 1 << 20;
const HALF = MIB / 2;
const COLUMNS = 80;

interface Hostile {
  name: string;
  /** Repeated until there is a megabyte. */
  unit: string;
  before?: string;
  /** What is to be read at the beginning and at the end, and how long it is. */
  begin: string;
  end: string;
  length?: number;
}

const LONG = "x".repeat(HALF);

const HOSTILE: readonly Hostile[] = [
  { name: "colours without end", before: "\x1b[", unit: "38;", begin: "^[[38;38;", end: "38;" },
  { name: "erasing to the start", before: LONG, unit: "\x1b[1K", begin: "   ", end: "   ", length: HALF },
  { name: "erasing all", before: LONG, unit: "\x1b[2K", begin: "   ", end: "   ", length: HALF },
  { name: "erasing to the end", before: LONG, unit: "\x1b[K\x1b[0K", begin: "xxx", end: "xxx", length: HALF },
  {
    name: "writing at the start, erasing from the end",
    before: LONG,
    unit: "\ry\x1b[999999999C\x1b[1K",
    begin: "   ",
    end: "   ",
    length: HALF,
  },
  {
    name: "erasing less and less",
    before: LONG,
    unit: "\x1b[1K\b",
    begin: "   ",
    end: "   ",
    length: HALF,
  },
  { name: "erasing and marking", before: LONG, unit: "\x1b[1K\b\b\u0301", begin: "   ", end: "   " },
  { name: "from one end to the other", before: LONG, unit: "\r\x1b[999999999C", begin: "x", end: "x", length: HALF },
  { name: "writing at both ends", before: LONG, unit: "\ra\x1b[999999999Cb", begin: "ax", end: "bb" },
  { name: "cutting and growing", before: LONG, unit: "\b\b\b\x1b[Kabc", begin: "xxx", end: "abc", length: HALF },
  { name: "carriage returns", before: LONG, unit: "\r", begin: "xxx", end: "xxx", length: HALF },
  { name: "backspaces", before: LONG, unit: "\b", begin: "xxx", end: "xxx", length: HALF },
  { name: "tabs", unit: "\t", begin: "        ", end: "        ", length: 2 * MIB },
  { name: "huge moves", unit: `\x1b[${"9".repeat(400)}C`, before: "x", begin: "x", end: "x", length: 1 },
  { name: "a move of a megabyte of digits", before: "x\x1b[", unit: "9", begin: "x^[[999", end: "999" },
  { name: "marks on a letter", before: "e", unit: "\u0301", begin: "e\u0301", end: "\u0301", length: MIB },
  { name: "titles without end", unit: "\x1b]0;", begin: "^[^[^[", end: "^[" },
  { name: "one title without end", before: "a\x1b]", unit: "0", begin: "a^[", end: "a^[", length: 3 },
  { name: "escapes without end", unit: "\x1b", begin: "^[^[", end: "^[", length: 2 * MIB },
  { name: "sequences without end", unit: "\x1b[0;", begin: "^[[0;^[[0;", end: "[0;" },
  { name: "an escape before blanks", before: "\x1b", unit: " ", begin: "^[   ", end: "   ", length: MIB + 1 },
  { name: "a sequence of blanks", before: "\x1b[1", unit: " ", begin: "^[[1   ", end: "   " },
  { name: "symbols", before: "\r", unit: "\u202e", begin: "<U+202E><U+202E>", end: ">", length: 2 * MIB },
  { name: "colours by turns", unit: "\x1b[31mx\x1b[0my", begin: "xyxy", end: "y" },
  { name: "wide characters", unit: "漢", begin: "漢漢", end: "漢", length: MIB },
];

/** Repeated as often as fits, so that it never ends within. */
function textOf({ before = "", unit }: Hostile): string {
  return before + unit.repeat(Math.floor((MIB - before.length) / unit.length));
}

function textOfRow(row: Row | undefined): string {
  return row?.map((span) => span.text).join("") ?? "";
}

describe("a megabyte of", () => {
  it.each(HOSTILE)("$name", { timeout: 60_000 }, (hostile) => {
    const buffer = new OutputBuffer();
    buffer.appendText("stdout", `${textOf(hostile)}\nnext`);
    const shown = buffer.plainText("all");
    expect(shown.slice(0, hostile.begin.length)).toBe(hostile.begin);
    const own = shown.slice(0, -"\nnext".length);
    expect(own.slice(-hostile.end.length)).toBe(hostile.end);
    if (hostile.length !== undefined) expect(Math.abs(own.length - hostile.length)).toBeLessThan(3);

    const index = new RowIndex(buffer.lines, COLUMNS, buffer.version);
    const rows = buffer.lines.flatMap((line) => rowsOfLine(line, COLUMNS));
    expect(rows).toHaveLength(index.total);
    expect(textOfRow(rows[0]).startsWith(hostile.begin)).toBe(true);
    expect(textOfRow(rows.at(-1))).toBe("next");
  });

  it("colours in one sequence changes no more than the first few do", { timeout: 60_000 }, () => {
    const buffer = new OutputBuffer();
    buffer.appendText("stdout", `\x1b[1;${"38;".repeat(349_000)}31mbold`);
    const [line] = buffer.lines;
    expect(line && rowsOfLine(line, COLUMNS)).toMatchObject([[{ text: "bold", style: { bold: true, fg: null } }]]);
  });

  it("short lines with a colour each", { timeout: 60_000 }, () => {
    const buffer = new OutputBuffer();
    const count = Math.floor(MIB / 7);
    buffer.appendText("stdout", "\x1b[31mx\n".repeat(count));
    expect(new RowIndex(buffer.lines, COLUMNS, buffer.version).total).toBe(count);
    expect(buffer.plainText("all")).toHaveLength(count * 2 - 1);
  });
});

describe("a megabyte in pieces", () => {
  it.each(["x", "é", "\r", "\x1b[1K", "\n"])("of %j", { timeout: 60_000 }, (piece) => {
    const buffer = new OutputBuffer();
    const whole = new OutputBuffer();
    const count = Math.floor(MIB / piece.length);
    for (let sent = 0; sent < count; sent += 1) buffer.appendText("stdout", piece);
    whole.appendText("stdout", piece.repeat(count));
    expect(buffer.lines).toHaveLength(whole.lines.length);
    expect(buffer.plainText("all")).toBe(whole.plainText("all"));
  });

  it("of bytes, each a part of a character", { timeout: 60_000 }, () => {
    const buffer = new OutputBuffer();
    const [first, second] = [btoa("\xc3"), btoa("\xa9")];
    for (let sent = 0; sent < HALF; sent += 1) {
      buffer.appendBase64("stdout", first);
      buffer.appendBase64("stdout", second);
    }
    expect(buffer.plainText("all")).toBe("é".repeat(HALF));
  });

  it("is dearer to show the longer the open line", () => {
    const buffer = new OutputBuffer();
    buffer.appendText("stdout", LONG);
    expect(buffer.redrawCost).toBe(HALF + 1);
    buffer.appendText("stdout", "\n");
    expect(buffer.redrawCost).toBe(1);
  });
});
