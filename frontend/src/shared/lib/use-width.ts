import { useLayoutEffect, useState, type RefObject } from "react";

/** The root's font size that style sheets are written for; on very wide screens it is larger. */
const REM_PX = 16;

/** How wide an element is, live, in pixels at the usual font size; until it is laid out, `assumed`. */
export function useWidth(element: RefObject<HTMLElement | null>, assumed: number): number {
  const [width, setWidth] = useState(assumed);
  useLayoutEffect(() => {
    const watched = element.current;
    if (!watched) return;
    const observer = new ResizeObserver(() => {
      const rem = Number.parseFloat(getComputedStyle(document.documentElement).fontSize) || REM_PX;
      if (watched.clientWidth > 0) setWidth((watched.clientWidth * REM_PX) / rem);
    });
    observer.observe(watched);
    return () => observer.disconnect();
  }, [element]);
  return width;
}
