import type { FunctionEvidence } from "../analysis-document";
import { className } from "../verdict/words";

interface FunctionTableProps {
  functions: readonly FunctionEvidence[];
  onGoToLine: ((line: number) => void) | null;
}

/** What each function costs by itself. */
export function FunctionTable({ functions, onGoToLine }: FunctionTableProps) {
  return (
    <table className="evidence__table">
      <caption>Functions</caption>
      <thead>
        <tr>
          <th scope="col">Name</th>
          <th scope="col">Time</th>
          <th scope="col">Space</th>
          <th scope="col">Calls itself</th>
        </tr>
      </thead>
      <tbody>
        {functions.map((entry) => (
          <tr key={`${entry.name}:${entry.line}`}>
            <th scope="row">
              <Name entry={entry} onGoToLine={onGoToLine} />
            </th>
            <td className="evidence__class">{className(entry.time_complexity)}</td>
            <td className="evidence__class">{className(entry.space_complexity)}</td>
            <td>{entry.recursion ?? "no"}</td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}

function Name({ entry, onGoToLine }: { entry: FunctionEvidence; onGoToLine: FunctionTableProps["onGoToLine"] }) {
  if (onGoToLine === null) return <code>{entry.name}</code>;
  return (
    <button type="button" className="evidence__link" onClick={() => onGoToLine(entry.line)}>
      <code>{entry.name}</code>, line {entry.line}
    </button>
  );
}
