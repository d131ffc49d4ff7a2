/** Compares two texts line by line, within bounds: outputs can be a megabyte each. */
import { diffArrays } from "diff";

export interface DiffLine {
  kind: "same" | "added" | "removed";
  text: string;
  /** Line numbers, from 1, on the sides that have the line. */
  left: number | null;
  right: number | null;
}

export interface LineDiff {
  lines: DiffLine[];
  added: number;
  removed: number;
}

const TIMEOUT_MS = 1_500;

/** Null when the texts are too large and too different to compare in reasonable time. */
export function diffLines(left: string, right: string): LineDiff | null {
  const parts = diffArrays(linesOf(left), linesOf(right), { timeout: TIMEOUT_MS });
  // Undefined when the time ran out.
  if (parts === undefined) return null;
  const diff: LineDiff = { lines: [], added: 0, removed: 0 };
  const next = { left: 1, right: 1 };
  for (const part of parts) {
    const kind = part.added ? "added" : part.removed ? "removed" : "same";
    for (const text of part.value) {
      diff.lines.push({
        kind,
        text,
        left: kind === "added" ? null : next.left++,
        right: kind === "removed" ? null : next.right++,
      });
    }
    if (kind !== "same") diff[kind] += part.value.length;
  }
  return diff;
}

/** A line feed ends a line: nothing follows the last one, and an empty text has no line. */
function linesOf(text: string): string[] {
  const lines = text.split("\n");
  if (lines.at(-1) === "") lines.pop();
  return lines;
}

/** A stretch of lines to show, or the number of equal lines left out. */
export type DiffBlock = { hidden: number } | { lines: DiffLine[] };

const CONTEXT_LINES = 3;

/** Keeps the changes and a few lines around them. */
export function foldUnchanged(lines: readonly DiffLine[]): DiffBlock[] {
  const near = new Uint8Array(lines.length);
  for (const [index, line] of lines.entries()) {
    if (line.kind === "same") continue;
    near.fill(1, Math.max(0, index - CONTEXT_LINES), index + CONTEXT_LINES + 1);
  }
  const blocks: DiffBlock[] = [];
  for (const [index, line] of lines.entries()) {
    const last = blocks.at(-1);
    if (near[index]) {
      if (last && "lines" in last) last.lines.push(line);
      else blocks.push({ lines: [line] });
    } else if (last && "hidden" in last) last.hidden += 1;
    else blocks.push({ hidden: 1 });
  }
  return blocks;
}
