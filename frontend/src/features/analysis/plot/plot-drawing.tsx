import type { MeasuredEvidence, PlotPoint } from "../analysis-document";
import { short } from "./numbers";
import { scale, type Scale } from "./scale";

const HEIGHT = 230;
const MARGIN = { top: 30, right: 14, bottom: 42, left: 48 };
/** Room that a tick's label wants. */
const TICK_WIDTH = 70;
const Y_TICKS = 4;

interface PlotDrawingProps {
  measured: MeasuredEvidence;
  selected: PlotPoint | undefined;
  width: number;
}

/** The picture alone; what it shows is told in words and numbers beside it. */
export function PlotDrawing({ measured: { points, curve }, selected, width }: PlotDrawingProps) {
  const right = width - MARGIN.right;
  const bottom = HEIGHT - MARGIN.bottom;
  const all = [...points, ...curve];
  const x = scale(largest(all, "size"), MARGIN.left, right, (right - MARGIN.left) / TICK_WIDTH);
  const y = scale(largest(all, "steps"), bottom, MARGIN.top, Y_TICKS);
  return (
    <svg className="plot__drawing" viewBox={`0 0 ${width} ${HEIGHT}`} aria-hidden="true" focusable="false">
      <Grid x={x} y={y} right={right} bottom={bottom} />
      <text className="plot__title" x={MARGIN.left} y={14} textAnchor="start">
        Steps
      </text>
      <text className="plot__title" x={right} y={HEIGHT - 6} textAnchor="end">
        Input size
      </text>
      {selected && (
        <path
          className="plot__guide"
          d={`M${MARGIN.left} ${y.at(selected.steps)}H${x.at(selected.size)}V${bottom}`}
          fill="none"
        />
      )}
      {curve.length > 1 && <path className="plot__curve" d={line(curve, x, y)} fill="none" />}
      {points.map((point) => (
        <circle
          key={point.size}
          className={point === selected ? "plot__point plot__point--selected" : "plot__point"}
          cx={x.at(point.size)}
          cy={y.at(point.steps)}
          r={point === selected ? 6 : 4}
        />
      ))}
    </svg>
  );
}

function Grid({ x, y, right, bottom }: { x: Scale; y: Scale; right: number; bottom: number }) {
  return (
    <g className="plot__grid">
      {y.ticks.map((tick) => (
        <g key={tick}>
          <path d={`M${MARGIN.left} ${y.at(tick)}H${right}`} />
          <text x={MARGIN.left - 6} y={y.at(tick) + 4} textAnchor="end">
            {short(tick)}
          </text>
        </g>
      ))}
      {x.ticks.map((tick) => (
        <g key={tick}>
          <path d={`M${x.at(tick)} ${bottom}v4`} />
          <text x={x.at(tick)} y={bottom + 17} textAnchor="middle">
            {short(tick)}
          </text>
        </g>
      ))}
    </g>
  );
}

function largest(places: readonly PlotPoint[], key: keyof PlotPoint): number {
  return places.reduce((most, place) => Math.max(most, place[key]), 0);
}

function line(curve: readonly PlotPoint[], x: Scale, y: Scale): string {
  const places = curve.map(({ size, steps }) => `${x.at(size).toFixed(1)} ${y.at(steps).toFixed(1)}`);
  return `M${places.join("L")}`;
}
