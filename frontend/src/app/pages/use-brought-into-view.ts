import { useEffect, type RefObject } from "react";

/** Where the panes are stacked, as in the style sheets. */
const STACKED = "(max-width: 48rem)";
const STILL = "(prefers-reduced-motion: reduce)";

/** On narrow screens the result lies below the program: scrolls to it when a run is asked for. */
export function useBroughtIntoView(element: RefObject<HTMLElement | null>, wanted: boolean): void {
  useEffect(() => {
    if (!wanted || !matchMedia(STACKED).matches) return;
    element.current?.scrollIntoView({ block: "start", behavior: matchMedia(STILL).matches ? "auto" : "smooth" });
  }, [element, wanted]);
}
