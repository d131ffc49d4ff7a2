import { useRef, useState, type KeyboardEvent, type PointerEvent, type ReactNode } from "react";
import { readStored, writeStored } from "@/shared/lib/storage";
import "./splitter.css";

const MIN = 20;
const MAX = 80;
const STEP = 2;

interface SplitterProps {
  /** Key under which the position is remembered. */
  storageKey: string;
  label: string;
  first: ReactNode;
  second: ReactNode;
  initial?: number;
}

/** Two panes side by side with a bar between them, for mouse, touch and keyboard; narrow screens stack them. */
export function Splitter({ storageKey, label, first, second, initial = 54 }: SplitterProps) {
  const container = useRef<HTMLDivElement>(null);
  const [percent, setPercent] = useState(() => storedPercent(storageKey, initial));
  const move = (next: number): void => {
    const bounded = Math.round(Math.min(MAX, Math.max(MIN, next)));
    setPercent(bounded);
    writeStored(storageKey, bounded);
  };
  const drag = (event: PointerEvent): void => {
    const box = container.current?.getBoundingClientRect();
    if (box && event.currentTarget.hasPointerCapture(event.pointerId)) {
      move(((event.clientX - box.left) / box.width) * 100);
    }
  };
  const onKey = (event: KeyboardEvent): void => {
    const next = positionForKey(event.key, percent);
    if (next === null) return;
    event.preventDefault();
    move(next);
  };
  return (
    <div className="splitter" ref={container} style={{ "--split": `${percent}%` } as React.CSSProperties}>
      <div className="splitter__pane">{first}</div>
      {/* A focusable separator with a value is the window-splitter pattern: it is a control. */}
      {/* eslint-disable jsx-a11y-x/no-noninteractive-element-interactions, jsx-a11y-x/no-noninteractive-tabindex */}
      <div
        className="splitter__bar"
        role="separator"
        aria-orientation="vertical"
        aria-label={label}
        aria-valuenow={percent}
        aria-valuemin={MIN}
        aria-valuemax={MAX}
        tabIndex={0}
        onKeyDown={onKey}
        onPointerDown={(event) => event.currentTarget.setPointerCapture(event.pointerId)}
        onPointerMove={drag}
        onDoubleClick={() => move(initial)}
      />
      {/* eslint-enable */}
      <div className="splitter__pane">{second}</div>
    </div>
  );
}

function positionForKey(key: string, percent: number): number | null {
  switch (key) {
    case "ArrowLeft":
      return percent - STEP;
    case "ArrowRight":
      return percent + STEP;
    case "Home":
      return MIN;
    case "End":
      return MAX;
    default:
      return null;
  }
}

function storedPercent(key: string, fallback: number): number {
  const stored = readStored(key);
  return typeof stored === "number" && stored >= MIN && stored <= MAX ? stored : fallback;
}
