import { describe, expect, it } from "vitest";
import { toMarker, utf16Column } from "./markers";

describe("marks in the editor", () => {
  it("count as the editor counts: emoji before the place take two units", () => {
    expect(utf16Column("x = 1", 5)).toBe(5);
    expect(utf16Column("'😀😀'; import os", 6)).toBe(8);
    expect(utf16Column("", 1)).toBe(1);
  });

  it("have a width even for a point, and say what is allowed", () => {
    const violation = {
      rule: "syntax",
      line: 1,
      column: 3,
      end_line: 1,
      end_column: 3,
      message: "No.",
      allowed: "Yes.",
    };
    expect(toMarker(violation, () => "abcdef")).toMatchObject({
      startColumn: 3,
      endColumn: 4,
      message: "No.\nYes.",
    });
  });
});
