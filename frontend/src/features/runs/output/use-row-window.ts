import { useCallback, useLayoutEffect, useRef, useState, type RefObject } from "react";

/** Browsers stop at some tens of millions of pixels; beyond this, scrolling moves by more than one pixel per pixel. */
const MAX_SCROLL_HEIGHT = 12_000_000;
/** Rows drawn above and below the visible ones. */
const OVERSCAN = 8;
/** Closer than this to the end counts as being at the end. */
const END_SLACK_PX = 24;

export interface RowWindow {
  first: number;
  last: number;
  /** Height of everything, as the scroll bar sees it. */
  height: number;
  /** Where the first drawn row goes. */
  top: number;
  atEnd: boolean;
  onScroll: () => void;
  toEnd: () => void;
}

/** Which rows of a long list are visible; keeps to the end while the reader is there. */
export function useRowWindow(
  view: RefObject<HTMLElement | null>,
  total: number,
  row: number,
  viewHeight: number,
): RowWindow {
  const [scrollTop, setScrollTop] = useState(0);
  const [atEnd, setAtEnd] = useState(true);
  const sticky = useRef(true);
  const fullHeight = total * row;
  const height = Math.min(fullHeight, MAX_SCROLL_HEIGHT);
  const scale = height > viewHeight ? (fullHeight - viewHeight) / (height - viewHeight) : 1;
  const offset = scrollTop * scale;
  const first = Math.max(0, Math.min(Math.floor(offset / row), total - 1) - OVERSCAN);
  const last = Math.min(total, Math.ceil((offset + viewHeight) / row) + OVERSCAN);
  const read = useCallback((element: HTMLElement): void => {
    sticky.current = element.scrollHeight - element.clientHeight - element.scrollTop < END_SLACK_PX;
    setAtEnd(sticky.current);
    setScrollTop(element.scrollTop);
  }, []);
  const onScroll = (): void => {
    if (view.current) read(view.current);
  };
  const toEnd = (): void => {
    if (view.current) scrollToEnd(view.current);
    onScroll();
  };
  useLayoutEffect(() => {
    if (!sticky.current || !view.current) return;
    scrollToEnd(view.current);
    read(view.current);
  }, [view, read, height, viewHeight]);
  return { first, last, height, top: scrollTop + first * row - offset, atEnd, onScroll, toEnd };
}

function scrollToEnd(element: HTMLElement): void {
  element.scrollTop = element.scrollHeight;
}
