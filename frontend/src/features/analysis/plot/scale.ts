/** From numbers to places along an axis that starts at zero. */

export interface Scale {
  /** Where a value lies. */
  at: (value: number) => number;
  /** Values to name along the axis, round numbers from zero. */
  ticks: number[];
}

/** An axis from zero to at least `max` between two places, with about `count` ticks. */
export function scale(max: number, from: number, to: number, count: number): Scale {
  const step = roundStep(Math.max(max, 1) / Math.max(count, 1));
  const steps = Math.ceil(Math.max(max, 1) / step);
  const end = steps * step;
  const ticks = Array.from({ length: steps + 1 }, (_, index) => index * step);
  return { at: (value) => from + ((to - from) * value) / end, ticks };
}

/** The next of 1, 2, 5, 10, 20, … that is no smaller; counts have no halves. */
function roundStep(least: number): number {
  const power = 10 ** Math.floor(Math.log10(Math.max(least, 1)));
  const factor = [1, 2, 5].find((candidate) => candidate * power >= least) ?? 10;
  return factor * power;
}

/** What a curve says for a size: between two of its places, the line from the one to the other. */
export function valueAt(curve: readonly { size: number; steps: number }[], size: number): number | null {
  const next = curve.findIndex((place) => place.size >= size);
  const after = next === -1 ? nearLast(curve, size) : curve[next];
  if (after === undefined) return null;
  const before = curve[next - 1];
  if (before === undefined || after.size === before.size) return after.steps;
  const share = (size - before.size) / (after.size - before.size);
  return before.steps + share * (after.steps - before.steps);
}

/** The end of a curve may miss the largest size by what was rounded. */
function nearLast(curve: readonly { size: number; steps: number }[], size: number) {
  const last = curve.at(-1);
  return last !== undefined && size - last.size <= size * 1e-6 ? last : undefined;
}
