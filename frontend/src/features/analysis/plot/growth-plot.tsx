import { useId, useRef, useState, type KeyboardEvent, type PointerEvent } from "react";
import { useWidth } from "@/shared/lib/use-width";
import type { MeasuredEvidence, PlotPoint } from "../analysis-document";
import { counted, estimated } from "./numbers";
import { PlotDrawing } from "./plot-drawing";
import { PlotTable } from "./plot-table";
import "./plot.css";
import { valueAt } from "./scale";

/** Width until the page is laid out. */
const ASSUMED_WIDTH = 480;

/** Steps over input size: the measured points and the curve of their class, for eyes, keyboards and screen readers. */
export function GrowthPlot({ measured }: { measured: MeasuredEvidence }) {
  const caption = useId();
  const area = useRef<HTMLDivElement>(null);
  const width = useWidth(area, ASSUMED_WIDTH);
  const { points, curve, time_complexity: time } = measured;
  const [chosen, setChosen] = useState(points.length - 1);
  const index = Math.min(chosen, points.length - 1);
  const selected = points[index];
  const onKey = (event: KeyboardEvent): void => {
    const next = indexForKey(event.key, index, points.length);
    if (next === null) return;
    event.preventDefault();
    setChosen(next);
  };
  const onPointer = (event: PointerEvent<HTMLDivElement>): void => setChosen(nearest(event));
  return (
    <figure className="plot" aria-labelledby={caption}>
      <figcaption id={caption}>
        Steps counted over input size{curve.length > 0 && `, with the curve of ${time} that fits them`}
      </figcaption>
      {/* Steps through the points, as a slider does through its values. */}
      <div
        ref={area}
        className="plot__area"
        role="slider"
        tabIndex={0}
        aria-label="Measured run"
        aria-orientation="horizontal"
        aria-valuemin={1}
        aria-valuemax={points.length}
        aria-valuenow={index + 1}
        aria-valuetext={selected && readout(selected, curve)}
        onKeyDown={onKey}
        onPointerMove={onPointer}
        onPointerDown={onPointer}
      >
        <PlotDrawing measured={measured} selected={selected} width={width} />
      </div>
      <p className="plot__legend">
        <span className="plot__key plot__key--point">measured</span>
        {curve.length > 0 && <span className="plot__key plot__key--curve">curve of {time}</span>}
        {selected && <span className="plot__readout">{readout(selected, curve)}</span>}
      </p>
      <details className="plot__numbers">
        <summary>The numbers as a table</summary>
        <PlotTable measured={measured} />
      </details>
    </figure>
  );
}

function readout({ size, steps }: PlotPoint, curve: readonly PlotPoint[]): string {
  const fitted = valueAt(curve, size);
  const words = `Size ${counted(size)}: ${counted(steps)} steps`;
  return fitted === null ? words : `${words}, curve ${estimated(fitted)}`;
}

function indexForKey(key: string, index: number, count: number): number | null {
  switch (key) {
    case "ArrowLeft":
    case "ArrowDown":
      return Math.max(0, index - 1);
    case "ArrowRight":
    case "ArrowUp":
      return Math.min(count - 1, index + 1);
    case "Home":
      return 0;
    case "End":
      return count - 1;
    default:
      return null;
  }
}

/** The point whose mark is nearest to the pointer along the axis. */
function nearest({ currentTarget, clientX }: PointerEvent<HTMLDivElement>): number {
  const distances = [...currentTarget.querySelectorAll("circle")].map((mark) => {
    const box = mark.getBoundingClientRect();
    return Math.abs(box.left + box.width / 2 - clientX);
  });
  return Math.max(0, distances.indexOf(Math.min(...distances)));
}
