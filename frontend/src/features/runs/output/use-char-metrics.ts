import { useLayoutEffect, useState, type RefObject } from "react";

export interface CharMetrics {
  columns: number;
  rowHeight: number;
  /** Height of the visible part. */
  viewHeight: number;
}

/** Characters in the probe element, so that fractions of a pixel count. */
export const PROBE_CHARS = 100;
const MIN_COLUMNS = 20;

/** How many columns and rows of the output's font fit, kept up to date with the element's size and the font. */
export function useCharMetrics(view: RefObject<HTMLElement | null>, probe: RefObject<HTMLElement | null>): CharMetrics {
  const [metrics, setMetrics] = useState<CharMetrics>({ columns: 80, rowHeight: 20, viewHeight: 400 });
  useLayoutEffect(() => {
    const [viewElement, probeElement] = [view.current, probe.current];
    if (!viewElement || !probeElement) return;
    const observer = new ResizeObserver(() => setMetrics((old) => measured(viewElement, probeElement, old)));
    observer.observe(viewElement);
    observer.observe(probeElement);
    return () => observer.disconnect();
  }, [view, probe]);
  return metrics;
}

function measured(view: HTMLElement, probe: HTMLElement, old: CharMetrics): CharMetrics {
  const box = probe.getBoundingClientRect();
  if (box.width === 0) return old;
  const style = getComputedStyle(view);
  const room = view.clientWidth - Number.parseFloat(style.paddingLeft) - Number.parseFloat(style.paddingRight);
  const next = {
    columns: Math.max(MIN_COLUMNS, Math.floor(room / (box.width / PROBE_CHARS))),
    rowHeight: box.height,
    viewHeight: view.clientHeight,
  };
  const same = next.columns === old.columns && next.rowHeight === old.rowHeight && next.viewHeight === old.viewHeight;
  return same ? old : next;
}
