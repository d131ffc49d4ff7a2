import { describe, expect, it } from "vitest";
import { diffLines, foldUnchanged } from "./line-diff";

describe("comparing texts", () => {
  it("numbers each side by itself", () => {
    const diff = diffLines("a\nb\nc", "a\nX\nc\nd");
    expect(diff?.lines).toEqual([
      { kind: "same", text: "a", left: 1, right: 1 },
      { kind: "removed", text: "b", left: 2, right: null },
      { kind: "added", text: "X", left: null, right: 2 },
      { kind: "same", text: "c", left: 3, right: 3 },
      { kind: "added", text: "d", left: null, right: 4 },
    ]);
    expect(diff).toMatchObject({ added: 2, removed: 1 });
  });

  it.each([
    ["nothing against a line", "", "a\n", 0, 1],
    ["nothing against an empty line", "", "\n", 0, 1],
    ["one line against three", "a\n", "a\nb\n\n", 0, 2],
    ["a last line that ends and one that does not", "a\nb\n", "a\nb", 0, 0],
    ["nothing against nothing", "", "", 0, 0],
  ])("counts only lines that are there: %s", (_, left, right, removed, added) => {
    expect(diffLines(left, right)).toMatchObject({ removed, added });
    expect(diffLines(right, left)).toMatchObject({ removed: added, added: removed });
  });

  it("folds what is equal and far from any change", () => {
    const left = Array.from({ length: 20 }, (_, index) => `line ${index}`);
    const right = left.with(10, "changed");
    const blocks = foldUnchanged(diffLines(left.join("\n"), right.join("\n"))?.lines ?? []);
    expect(blocks.map((block) => ("hidden" in block ? block.hidden : block.lines.length))).toEqual([7, 8, 6]);
  });

  it("gives up on two large texts that share nothing", { timeout: 60_000 }, () => {
    const text = (mark: string): string => Array.from({ length: 60_000 }, (_, index) => `${mark}${index}`).join("\n");
    expect(diffLines(text("a"), text("b"))).toBeNull();
  });

  it.each([
    ["empty lines, half of them", "\n".repeat(1_000_000), "\n".repeat(500_000)],
    ["the same, and one more", "a\n".repeat(500_000), `b\n${"a\n".repeat(500_000)}`],
    ["two lines by turns, the other way round", "a\nb\n".repeat(250_000), "b\na\n".repeat(250_000)],
    ["every other line", "a\n".repeat(250_000), "a\nb\n".repeat(250_000)],
    ["long lines that differ at the end", `${"x".repeat(9_999)}a\n`.repeat(100), `${"x".repeat(9_999)}b\n`.repeat(100)],
  ])("takes a megabyte of %s", { timeout: 60_000 }, (_, left, right) => {
    const diff = diffLines(left, right);
    // A slow machine may give up; what it says otherwise has every line of both.
    if (diff === null) return;
    const side = (other: string): string =>
      diff.lines
        .filter((line) => line.kind !== other)
        .map((line) => `${line.text}\n`)
        .join("");
    expect(side("added") === left).toBe(true);
    expect(side("removed") === right).toBe(true);
    expect(foldUnchanged(diff.lines)).not.toHaveLength(0);
  });
});
