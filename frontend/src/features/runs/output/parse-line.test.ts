import { describe, expect, it } from "vitest";
import { parseLine } from "./parse-line";
import { PLAIN } from "./sgr";

function shown(raw: string): string {
  return parseLine(raw, PLAIN)
    .cells.map((cell) => cell.text)
    .join("");
}

describe("what a reader sees of a line", () => {
  it.each([
    ["text stays as it is", "<b>bold</b> & <script>alert(1)</script>", "<b>bold</b> & <script>alert(1)</script>"],
    ["a carriage return writes over the line", "10%\r100%", "100%"],
    ["what is not written over stays", "abcdef\rXY", "XYcdef"],
    ["a line feed of Windows leaves the line", "abc\r", "abc"],
    ["erasing takes the rest of the line", "abcdef\rXY\x1b[K", "XY"],
    ["erasing all leaves nothing to read", "abc\x1b[2K\rx", "x  "],
    ["a backspace goes back", "abc\b\bX", "aXc"],
    ["a tab goes to the next stop", "ab\tc", "ab      c"],
    ["control characters become visible", "a\x00b\x07c\x7f", "a^@b^Gc^?"],
    ["a title sequence becomes one symbol", "a\x1b]0;evil\x07b", "a^[b"],
    ["a link sequence leaves its text", "\x1b]8;;http://x/\x1b\\text\x1b]8;;\x1b\\", "^[text^["],
    ["moves to other lines do nothing", "a\x1b[2J\x1b[5;5H\x1b[Ab", "ab"],
    ["an unfinished sequence is visible", "a\x1b[", "a^[["],
    ["a lone escape is visible", "a\x1b", "a^["],
    ["text direction cannot be turned", "a\u202eb", "a<U+202E>b"],
    ["C1 controls become visible", "a\u009bb", "a<9b>b"],
    ["accents stay with their letter", "e\u0301x", "e\u0301x"],
  ])("%s", (_, raw, expected) => {
    expect(shown(raw)).toBe(expected);
  });

  it("keeps any pile of accents in bounded cells", () => {
    const { cells } = parseLine(`a${"\u0301".repeat(10_000)}`, PLAIN);
    expect(Math.max(...cells.map((cell) => cell.text.length))).toBeLessThanOrEqual(17);
  });

  // Anything but linear work would take hours.
  it("reads a megabyte of escapes", { timeout: 60_000 }, () => {
    expect(parseLine("\x1b[31mx\x1b[0m".repeat(100_000), PLAIN).cells).not.toHaveLength(0);
    expect(() => parseLine("\x1b[".repeat(500_000), PLAIN)).not.toThrow();
    expect(() => parseLine(`\x1b]${"a".repeat(1_000_000)}`, PLAIN)).not.toThrow();
  });
});

describe("colours", () => {
  function styleOf(raw: string) {
    return parseLine(`${raw}x`, PLAIN).cells.at(-1)?.style;
  }

  it.each([
    ["\x1b[31m", { fg: 1 }],
    ["\x1b[1;92m", { fg: 10, bold: true }],
    ["\x1b[44m", { bg: 4 }],
    ["\x1b[38;5;208m", { fg: "rgb(255 135 0)" }],
    ["\x1b[38;5;3m", { fg: 3 }],
    ["\x1b[48;2;1;2;3m", { bg: "rgb(1 2 3)" }],
    ["\x1b[38;2;999;0;0m", { fg: null }],
    ["\x1b[7m", { inverse: true }],
    ["\x1b[31m\x1b[39m", { fg: null }],
    ["\x1b[1;3;4;9;31m\x1b[m", { ...PLAIN }],
    ["\x1b[5;31m", { fg: 1 }],
  ])("%j", (raw, expected) => {
    expect(styleOf(raw)).toMatchObject(expected);
  });

  it("goes on in the next line until it is reset", () => {
    const first = parseLine("\x1b[32mgreen", PLAIN);
    expect(parseLine("still", first.endStyle).cells[0]?.style.fg).toBe(2);
  });
});
