import { describe, expect, it } from "vitest";
import { RowIndex, rowsOfLine } from "./layout";
import { OutputBuffer } from "./output-buffer";

function base64(bytes: number[]): string {
  return btoa(String.fromCharCode(...bytes));
}

describe("output arriving in pieces", () => {
  it("joins pieces into lines and keeps the streams apart", () => {
    const buffer = new OutputBuffer();
    buffer.appendText("stdout", "Name: ");
    buffer.appendText("stderr", "warning\n");
    buffer.appendText("stdout", "Ada\nbye\n");
    expect(buffer.plainText("all")).toBe("Name: Ada\nwarning\nbye");
    expect(buffer.plainText("stderr")).toBe("warning");
  });

  it("joins a character that was split between two pieces", () => {
    const buffer = new OutputBuffer();
    buffer.appendBase64("stdout", base64([0x61, 0xe2, 0x82]));
    buffer.appendBase64("stdout", base64([0xac, 0x62]));
    expect(buffer.plainText("stdout")).toBe("a€b");
  });

  it("shows bytes that are no text as replacement characters and goes on", () => {
    const buffer = new OutputBuffer();
    buffer.appendBase64("stdout", base64([0xff, 0xfe, 0x0a]));
    buffer.appendText("stdout", "next\n");
    expect(buffer.plainText("stdout")).toBe("\ufffd\ufffd\nnext");
  });

  it("flushes half a character before text that follows it", () => {
    const buffer = new OutputBuffer();
    buffer.appendBase64("stdout", base64([0xe2, 0x82]));
    buffer.appendText("stdout", "x");
    expect(buffer.plainText("stdout")).toBe("\ufffdx");
  });

  it("does not grow beyond its bound whatever it is sent", () => {
    const buffer = new OutputBuffer();
    for (let count = 0; count < 10; count += 1) buffer.appendText("stdout", "x".repeat(1_000_000));
    expect(buffer.chars("stdout")).toBe(4 * 1024 * 1024);
  });
});

describe("rows", () => {
  it("cuts long lines at the width, counting wide characters twice", () => {
    const buffer = new OutputBuffer();
    buffer.appendText("stdout", `${"x".repeat(25)}\n漢字漢字漢字\n\n`);
    const rows = buffer.lines.flatMap((line) => rowsOfLine(line, 10));
    expect(rows.map((row) => row.map((span) => span.text).join(""))).toEqual([
      "x".repeat(10),
      "x".repeat(10),
      "x".repeat(5),
      "漢字漢字漢",
      "字",
      "",
    ]);
  });

  it("finds the line and the row within it", () => {
    const buffer = new OutputBuffer();
    buffer.appendText("stdout", `a\n${"b".repeat(25)}\nc\n`);
    const index = new RowIndex(buffer.lines, 10, buffer.version);
    expect(index.total).toBe(5);
    expect(index.at(3)).toEqual({ line: buffer.lines[1], row: 2 });
    expect(index.at(4)).toEqual({ line: buffer.lines[2], row: 0 });
    expect(index.at(5)).toBeNull();
  });

  // Anything but linear work would take hours.
  it("lays out a million lines, and one line of a million characters", { timeout: 60_000 }, () => {
    const lines = new OutputBuffer();
    lines.appendText("stdout", "\n".repeat(1_000_000));
    expect(new RowIndex(lines.lines, 80, 1).total).toBe(1_000_000);
    const one = new OutputBuffer();
    one.appendText("stdout", "é".repeat(1_000_000));
    expect(new RowIndex(one.lines, 80, 1).total).toBe(12_500);
  });
});
