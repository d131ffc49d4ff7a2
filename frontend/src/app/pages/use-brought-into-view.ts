import { useEffect, type RefObject } from "react";

/** Where the panes are stacked, as in the style sheets. */
const STACKED = "(max-width: 48rem)";

/**
 * On narrow screens the result lies below the program: jumps to it when a run is asked for. A smooth scroll would end
 * where it was going when it began, whatever has grown above the result meanwhile.
 */
export function useBroughtIntoView(element: RefObject<HTMLElement | null>, wanted: boolean): void {
  useEffect(() => {
    if (!wanted || !matchMedia(STACKED).matches) return;
    element.current?.scrollIntoView({ block: "start" });
  }, [element, wanted]);
}
