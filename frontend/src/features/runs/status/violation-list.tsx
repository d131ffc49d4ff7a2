import type { Violation } from "@/shared/api/types";
import { Prose } from "@/shared/ui/prose";

interface ViolationListProps {
  violations: readonly Violation[];
  onGoTo?: (line: number, column: number) => void;
}

/** Why a program was refused: each place, the reason, and what is allowed. */
export function ViolationList({ violations, onGoTo }: ViolationListProps) {
  return (
    <ul className="violations" aria-label="Why it was refused">
      {violations.map((violation) => {
        const place = `Line ${violation.line}:${violation.column}`;
        return (
          <li key={`${place}:${violation.rule}`}>
            {onGoTo ? (
              <button
                type="button"
                className="violations__place"
                onClick={() => onGoTo(violation.line, violation.column)}
              >
                {place}
              </button>
            ) : (
              <span className="violations__place">{place}</span>
            )}
            <span className="violations__message">
              <Prose text={violation.message} />
            </span>
            <span className="violations__allowed">
              <Prose text={violation.allowed} />
            </span>
          </li>
        );
      })}
    </ul>
  );
}
