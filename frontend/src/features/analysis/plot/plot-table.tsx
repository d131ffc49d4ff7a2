import type { MeasuredEvidence } from "../analysis-document";
import { counted, estimated } from "./numbers";
import { valueAt } from "./scale";

/** What the plot shows, as numbers. */
export function PlotTable({ measured: { points, curve, time_complexity: time } }: { measured: MeasuredEvidence }) {
  const fitted = (size: number): string => {
    const value = valueAt(curve, size);
    return value === null ? "" : estimated(value);
  };
  return (
    <table className="evidence__table plot__table">
      <caption className="visually-hidden">Steps by input size</caption>
      <thead>
        <tr>
          <th scope="col">Input size</th>
          <th scope="col">Steps</th>
          {curve.length > 0 && <th scope="col">Curve of {time}</th>}
        </tr>
      </thead>
      <tbody>
        {points.map(({ size, steps }) => (
          <tr key={size}>
            <th scope="row">{counted(size)}</th>
            <td>{counted(steps)}</td>
            {curve.length > 0 && <td>{fitted(size)}</td>}
          </tr>
        ))}
      </tbody>
    </table>
  );
}
